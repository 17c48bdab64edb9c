//+------------------------------------------------------------------+
//|                                                        Token.mqh |
//| The pairing token, and the pipe that follows from it.            |
//+------------------------------------------------------------------+
#ifndef ATS_TOKEN_MQH
#define ATS_TOKEN_MQH

#include "Hash.mqh"
#include "Protocol.mqh"

#define ATS_TOKEN_SECRET_MIN 32
#define ATS_TOKEN_SECRET_MAX 64

//--- Reads a token as a person pasted it: white space around it and lower case are forgiven. False: it is none.
bool AtsReadToken(const string pasted,string &token)
  {
   string text=pasted;
   StringTrimLeft(text);
   StringTrimRight(text);
   StringToUpper(text);
   int length=StringLen(text)-3;
   if(StringSubstr(text,0,3)!="V1." || length<ATS_TOKEN_SECRET_MIN || length>ATS_TOKEN_SECRET_MAX)
      return(false);
   string secret=StringSubstr(text,3);
   for(int i=0; i<length; i++)
     {
      ushort unit=StringGetCharacter(secret,i);
      bool isBase32=(unit>='A' && unit<='Z') || (unit>='2' && unit<='7');
      if(!isBase32)
         return(false);
     }
   token="v1."+secret;
   return(true);
  }

//--- The address of the cockpit's pipe, by the rule of src-main/protocol/pipe-address.ts.
bool AtsPipeOf(const string token,string &pipe)
  {
   uchar message[];
   uchar digest[];
   AtsUtf8(ATS_PIPE_LABEL,message);
   if(!AtsHmacSha256(token,message,digest))
      return(false);
   pipe="\\\\.\\pipe\\"+ATS_PIPE_PREFIX+StringSubstr(AtsHex(digest,ATS_DIGEST_BYTES),0,ATS_PIPE_DIGITS);
   return(true);
  }

#endif
//+------------------------------------------------------------------+

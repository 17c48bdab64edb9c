//+------------------------------------------------------------------+
//|                                                         Hash.mqh |
//| SHA-256 and HMAC over it, and the bytes that go into them.       |
//+------------------------------------------------------------------+
#ifndef ATS_HASH_MQH
#define ATS_HASH_MQH

#define ATS_DIGEST_BYTES     32
#define ATS_HMAC_BLOCK_BYTES 64

//--- The text in UTF-8, without the closing zero.
void AtsUtf8(const string text,uchar &bytes[])
  {
   int length=StringToCharArray(text,bytes,0,WHOLE_ARRAY,CP_UTF8)-1;
   ArrayResize(bytes,length>0 ? length : 0);
  }

//--- Lower-case hexadecimal of the first so many bytes.
string AtsHex(const uchar &bytes[],const int count)
  {
   string hex="";
   for(int i=0; i<count; i++)
      hex+=StringFormat("%02x",bytes[i]);
   return(hex);
  }

//--- -1: it is none.
int AtsHexDigit(const ushort unit)
  {
   if(unit>='0' && unit<='9')
      return(unit-'0');
   return(unit>='a' && unit<='f' ? unit-'a'+10 : -1);
  }

//--- False where the text is not so many bytes in lower-case hexadecimal.
bool AtsHexToBytes(const string hex,const int count,uchar &bytes[])
  {
   if(StringLen(hex)!=2*count || ArrayResize(bytes,count)!=count)
      return(false);
   for(int i=0; i<count; i++)
     {
      int high=AtsHexDigit(StringGetCharacter(hex,2*i));
      int low=AtsHexDigit(StringGetCharacter(hex,2*i+1));
      if(high<0 || low<0)
         return(false);
      bytes[i]=(uchar)(16*high+low);
     }
   return(true);
  }

//--- False where the terminal's cryptography failed.
bool AtsSha256(const uchar &bytes[],uchar &digest[])
  {
   uchar none[];
   return(CryptEncode(CRYPT_HASH_SHA256,bytes,none,digest)==ATS_DIGEST_BYTES);
  }

//--- "" where the terminal's cryptography failed.
string AtsSha256Hex(const uchar &bytes[])
  {
   uchar digest[];
   return(AtsSha256(bytes,digest) ? AtsHex(digest,ATS_DIGEST_BYTES) : "");
  }

//--- The first 16 digits of the hash of a text: the mark of a list's content.
string AtsMark(const string text)
  {
   uchar bytes[];
   AtsUtf8(text,bytes);
   return(StringSubstr(AtsSha256Hex(bytes),0,16));
  }

//--- RFC 2104. The key is a pairing token in ASCII, so it may be longer than a block.
bool AtsHmacSha256(const string key,const uchar &message[],uchar &digest[])
  {
   uchar keyBytes[];
   AtsUtf8(key,keyBytes);
   if(ArraySize(keyBytes)>ATS_HMAC_BLOCK_BYTES)
     {
      uchar shortened[];
      if(!AtsSha256(keyBytes,shortened))
         return(false);
      ArrayFree(keyBytes);
      ArrayCopy(keyBytes,shortened);
     }
   uchar inner[];
   uchar outer[];
   ArrayResize(inner,ATS_HMAC_BLOCK_BYTES);
   ArrayResize(outer,ATS_HMAC_BLOCK_BYTES);
   for(int i=0; i<ATS_HMAC_BLOCK_BYTES; i++)
     {
      uchar byte=(i<ArraySize(keyBytes)) ? keyBytes[i] : (uchar)0;
      inner[i]=(uchar)(byte^0x36);
      outer[i]=(uchar)(byte^0x5C);
     }
   ArrayCopy(inner,message,ATS_HMAC_BLOCK_BYTES);
   uchar innerDigest[];
   if(!AtsSha256(inner,innerDigest))
      return(false);
   ArrayCopy(outer,innerDigest,ATS_HMAC_BLOCK_BYTES);
   return(AtsSha256(outer,digest));
  }

#endif
//+------------------------------------------------------------------+

//+------------------------------------------------------------------+
//|                                                       Origin.mqh |
//| Whose an order, a deal or a position is, by its magic.           |
//+------------------------------------------------------------------+
#ifndef ATS_ORIGIN_MQH
#define ATS_ORIGIN_MQH

#include "JsonWriter.mqh"
#include "Protocol.mqh"

//+------------------------------------------------------------------+
//| Ours or another cockpit's: which of the two, its tag tells.      |
//+------------------------------------------------------------------+
bool AtsIsOurs(const long magic)
  {
   return((magic>>ATS_MARKER_SHIFT)==ATS_MARKER);
  }

string AtsOriginText(const long magic)
  {
   if(AtsIsOurs(magic))
      return(ATS_WORD_ORIGIN_ATS);
   return(magic==0 ? ATS_WORD_ORIGIN_MANUAL : ATS_WORD_ORIGIN_ADVISER);
  }

//+------------------------------------------------------------------+
//| The member clientOrderId: the magic where it bears our mark.     |
//+------------------------------------------------------------------+
void AtsWriteClientOrderId(CAtsJsonWriter &json,const long magic)
  {
   if(AtsIsOurs(magic))
      json.KeyId("clientOrderId",(ulong)magic);
   else
      json.KeyNull("clientOrderId");
  }

#endif

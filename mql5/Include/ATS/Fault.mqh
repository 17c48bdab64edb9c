//+------------------------------------------------------------------+
//|                                                        Fault.mqh |
//| What went wrong: a stable code, a sentence for people, values.   |
//+------------------------------------------------------------------+
#ifndef ATS_FAULT_MQH
#define ATS_FAULT_MQH

#include "JsonWriter.mqh"

struct AtsFault
  {
   string            code;
   string            message;
   //--- the values behind it, as a JSON object
   string            facts;
  };

void AtsSetFault(AtsFault &fault,const string code,const string message,const string facts="{}")
  {
   fault.code=code;
   fault.message=message;
   fault.facts=facts;
  }

//--- Always false, so that a check can end with it.
bool AtsDeny(AtsFault &fault,const string code,const string message,const string facts="{}")
  {
   AtsSetFault(fault,code,message,facts);
   return(false);
  }

//--- The facts of most denials: what was found, and the limit that it passed.
string AtsLimitFacts(const double value,const double limit)
  {
   CAtsJsonWriter json;
   json.BeginObject();
   json.KeyNumber("value",value);
   json.KeyNumber("limit",limit);
   json.EndObject();
   return(json.Text());
  }

//--- As the member `fault`.
void AtsWriteFault(const AtsFault &fault,CAtsJsonWriter &json)
  {
   json.Key("fault");
   AtsWriteFaultObject(fault,json);
  }

void AtsWriteFaultObject(const AtsFault &fault,CAtsJsonWriter &json)
  {
   json.BeginObject();
   json.KeyString("code",fault.code);
   json.KeyString("message",fault.message);
   json.KeyRaw("facts",fault.facts);
   json.EndObject();
  }

#endif
//+------------------------------------------------------------------+

//+------------------------------------------------------------------+
//|                                                 PositionList.mqh |
//| All open positions of the account, whoever opened them.          |
//+------------------------------------------------------------------+
#ifndef ATS_POSITION_LIST_MQH
#define ATS_POSITION_LIST_MQH

#include "JsonWriter.mqh"
#include "Origin.mqh"
#include "Pages.mqh"
#include "Protocol.mqh"

//+------------------------------------------------------------------+
//| The member, or null where MT5 says 0: no such level is set.      |
//+------------------------------------------------------------------+
void AtsWriteLevel(CAtsJsonWriter &json,const string name,const double price)
  {
   if(price>0.0)
      json.KeyNumber(name,price);
   else
      json.KeyNull(name);
  }

//+------------------------------------------------------------------+
//| Of the selected position, all that stays while only the price    |
//| moves, without the closing brace.                                |
//+------------------------------------------------------------------+
string AtsPositionTerms(const ulong ticket)
  {
   const long magic=PositionGetInteger(POSITION_MAGIC);
   CAtsJsonWriter json;
   json.BeginObject();
   //--- the identifier stays with a position for life; its ticket changes where the broker rolls it over
   json.KeyId("positionId",(ulong)PositionGetInteger(POSITION_IDENTIFIER));
   json.KeyId("ticket",ticket);
   json.KeyString("symbol",PositionGetString(POSITION_SYMBOL));
   json.KeyString("side",PositionGetInteger(POSITION_TYPE)==POSITION_TYPE_BUY ? ATS_WORD_SIDE_BUY : ATS_WORD_SIDE_SELL);
   json.KeyNumber("volume",PositionGetDouble(POSITION_VOLUME));
   json.KeyNumber("openPrice",PositionGetDouble(POSITION_PRICE_OPEN));
   json.KeyLong("openedStampMs",PositionGetInteger(POSITION_TIME_MSC));
   AtsWriteLevel(json,"stop",PositionGetDouble(POSITION_SL));
   AtsWriteLevel(json,"target",PositionGetDouble(POSITION_TP));
   AtsWriteClientOrderId(json,magic);
   json.KeyString("origin",AtsOriginText(magic));
   return(json.Text());
  }

string AtsPositionFigures()
  {
   CAtsJsonWriter json;
   json.BeginObject();
   json.KeyNumber("profit",PositionGetDouble(POSITION_PROFIT));
   json.KeyNumber("swap",PositionGetDouble(POSITION_SWAP));
   json.EndObject();
   return(json.Text());
  }

//+------------------------------------------------------------------+
//| False: a position went away while the list was read; it is to be |
//| read again, for a list that lacks one would mean that it closed. |
//+------------------------------------------------------------------+
bool AtsListPositions(CAtsPages &pages)
  {
   pages.Begin(ATS_TYPE_POSITIONS,"positions");
   const int total=PositionsTotal();
   for(int i=0; i<total; i++)
     {
      const ulong ticket=PositionGetTicket(i);
      if(ticket==0)
         return(false);
      const string terms=AtsPositionTerms(ticket);
      pages.Add(terms+","+StringSubstr(AtsPositionFigures(),1),terms);
     }
   return(PositionsTotal()==total);
  }

#endif

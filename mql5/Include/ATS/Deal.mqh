//+------------------------------------------------------------------+
//|                                                         Deal.mqh |
//| One deal of the history, as the wire has it.                     |
//+------------------------------------------------------------------+
#ifndef ATS_DEAL_MQH
#define ATS_DEAL_MQH

#include "JsonWriter.mqh"
#include "Origin.mqh"
#include "Protocol.mqh"

string AtsDealEntryText(const long entry)
  {
   switch((int)entry)
     {
      case DEAL_ENTRY_IN:
         return(ATS_WORD_ENTRY_IN);
      case DEAL_ENTRY_INOUT:
         return(ATS_WORD_ENTRY_IN_OUT);
      default:
         return(ATS_WORD_ENTRY_OUT);
     }
  }

string AtsDealReasonText(const long reason)
  {
   switch((int)reason)
     {
      case DEAL_REASON_EXPERT:
         return(ATS_WORD_REASON_ADVISER);
      case DEAL_REASON_SL:
         return(ATS_WORD_REASON_STOP);
      case DEAL_REASON_TP:
         return(ATS_WORD_REASON_TARGET);
      case DEAL_REASON_SO:
         return(ATS_WORD_REASON_STOP_OUT);
      default:
         return(ATS_WORD_REASON_MANUAL);
     }
  }

//+------------------------------------------------------------------+
//| An execution, and not money that came or went without one.       |
//+------------------------------------------------------------------+
bool AtsIsExecution(const ulong ticket)
  {
   const long type=HistoryDealGetInteger(ticket,DEAL_TYPE);
   if(type!=DEAL_TYPE_BUY && type!=DEAL_TYPE_SELL)
      return(false);
   return(HistoryDealGetDouble(ticket,DEAL_VOLUME)>0.0 && HistoryDealGetDouble(ticket,DEAL_PRICE)>0.0);
  }

//+------------------------------------------------------------------+
//| One object of DEALS.deals. The deal is in the selected history;  |
//| false: it is not there, or is no execution, and nothing was      |
//| written.                                                         |
//+------------------------------------------------------------------+
bool AtsWriteDeal(const ulong ticket,CAtsJsonWriter &json)
  {
   string symbol="";
   if(!AtsIsExecution(ticket) || !HistoryDealGetString(ticket,DEAL_SYMBOL,symbol))
      return(false);
   json.BeginObject();
   json.KeyId("dealTicket",ticket);
   json.KeyId("orderTicket",(ulong)HistoryDealGetInteger(ticket,DEAL_ORDER));
   json.KeyId("positionId",(ulong)HistoryDealGetInteger(ticket,DEAL_POSITION_ID));
   AtsWriteClientOrderId(json,HistoryDealGetInteger(ticket,DEAL_MAGIC));
   json.KeyString("symbol",symbol);
   json.KeyString("side",HistoryDealGetInteger(ticket,DEAL_TYPE)==DEAL_TYPE_BUY ? ATS_WORD_SIDE_BUY : ATS_WORD_SIDE_SELL);
   json.KeyString("entry",AtsDealEntryText(HistoryDealGetInteger(ticket,DEAL_ENTRY)));
   json.KeyString("reason",AtsDealReasonText(HistoryDealGetInteger(ticket,DEAL_REASON)));
   json.KeyNumber("volume",HistoryDealGetDouble(ticket,DEAL_VOLUME));
   json.KeyNumber("price",HistoryDealGetDouble(ticket,DEAL_PRICE));
   json.KeyNumber("profit",HistoryDealGetDouble(ticket,DEAL_PROFIT));
   //--- a broker's fee is charged beside the commission, and is one with it for us
   json.KeyNumber("commission",HistoryDealGetDouble(ticket,DEAL_COMMISSION)+HistoryDealGetDouble(ticket,DEAL_FEE));
   json.KeyNumber("swap",HistoryDealGetDouble(ticket,DEAL_SWAP));
   json.KeyLong("stampMs",HistoryDealGetInteger(ticket,DEAL_TIME_MSC));
   json.EndObject();
   return(true);
  }

string AtsCashKindText(const long type)
  {
   switch((int)type)
     {
      case DEAL_TYPE_BALANCE:
         return(ATS_WORD_CASH_BALANCE);
      case DEAL_TYPE_CREDIT:
         return(ATS_WORD_CASH_CREDIT);
      case DEAL_TYPE_CHARGE:
         return(ATS_WORD_CASH_CHARGE);
      case DEAL_TYPE_CORRECTION:
         return(ATS_WORD_CASH_CORRECTION);
      case DEAL_TYPE_BONUS:
         return(ATS_WORD_CASH_BONUS);
      case DEAL_TYPE_COMMISSION:
      case DEAL_TYPE_COMMISSION_DAILY:
      case DEAL_TYPE_COMMISSION_MONTHLY:
      case DEAL_TYPE_COMMISSION_AGENT_DAILY:
      case DEAL_TYPE_COMMISSION_AGENT_MONTHLY:
         return(ATS_WORD_CASH_COMMISSION);
      case DEAL_DIVIDEND:
      case DEAL_DIVIDEND_FRANKED:
         return(ATS_WORD_CASH_DIVIDEND);
      case DEAL_TYPE_INTEREST:
         return(ATS_WORD_CASH_INTEREST);
      case DEAL_TAX:
         return(ATS_WORD_CASH_TAX);
      default:
         return(ATS_WORD_CASH_OTHER);
     }
  }

//+------------------------------------------------------------------+
//| One object of DEALS.cash: every deal that is no execution.       |
//+------------------------------------------------------------------+
void AtsWriteCash(const ulong ticket,CAtsJsonWriter &json)
  {
   const double amount=HistoryDealGetDouble(ticket,DEAL_PROFIT)+HistoryDealGetDouble(ticket,DEAL_COMMISSION)
                       +HistoryDealGetDouble(ticket,DEAL_FEE)+HistoryDealGetDouble(ticket,DEAL_SWAP);
   json.BeginObject();
   json.KeyId("dealTicket",ticket);
   json.KeyString("kind",AtsCashKindText(HistoryDealGetInteger(ticket,DEAL_TYPE)));
   json.KeyNumber("amount",amount);
   json.KeyLong("stampMs",HistoryDealGetInteger(ticket,DEAL_TIME_MSC));
   json.EndObject();
  }

#endif

//+------------------------------------------------------------------+
//|                                                     Retcodes.mqh |
//| What the trade server's return code says of an order.            |
//+------------------------------------------------------------------+
#ifndef ATS_RETCODES_MQH
#define ATS_RETCODES_MQH

#include "OrderRequest.mqh"

//--- not the end: the terminal's own records are read
#define ATS_CLASS_ACCEPTED 1
//--- a person may retry with a new ticket
#define ATS_CLASS_PRICE    2
//--- reconcile, never resend
#define ATS_CLASS_UNKNOWN  3
#define ATS_CLASS_OURS     4
#define ATS_CLASS_MARKET   5
#define ATS_CLASS_REJECTED 6
#define ATS_CLASS_RATE     7

//--- A code that is not listed, or comes in a case that is not named, is unknown.
int AtsRetcodeClass(const uint retcode,const int kind)
  {
   switch((int)retcode)
     {
      case TRADE_RETCODE_PLACED:
      case TRADE_RETCODE_DONE:
      case TRADE_RETCODE_DONE_PARTIAL:
      case TRADE_RETCODE_ORDER_CHANGED:
         return(ATS_CLASS_ACCEPTED);
      case TRADE_RETCODE_NO_CHANGES:
         return(kind==ATS_KIND_MODIFY ? ATS_CLASS_ACCEPTED : ATS_CLASS_UNKNOWN);
      case TRADE_RETCODE_POSITION_CLOSED:
      case TRADE_RETCODE_CLOSE_ORDER_EXIST:
         return(kind==ATS_KIND_REDUCE ? ATS_CLASS_ACCEPTED : ATS_CLASS_UNKNOWN);
      case TRADE_RETCODE_REQUOTE:
      case TRADE_RETCODE_PRICE_CHANGED:
      case TRADE_RETCODE_PRICE_OFF:
         return(ATS_CLASS_PRICE);
      case TRADE_RETCODE_INVALID:
      case TRADE_RETCODE_INVALID_VOLUME:
      case TRADE_RETCODE_INVALID_PRICE:
      case TRADE_RETCODE_INVALID_STOPS:
      case TRADE_RETCODE_INVALID_EXPIRATION:
      case TRADE_RETCODE_INVALID_FILL:
      case TRADE_RETCODE_INVALID_ORDER:
      case TRADE_RETCODE_INVALID_CLOSE_VOLUME:
         return(ATS_CLASS_OURS);
      case TRADE_RETCODE_TRADE_DISABLED:
      case TRADE_RETCODE_MARKET_CLOSED:
      case TRADE_RETCODE_NO_MONEY:
      case TRADE_RETCODE_SERVER_DISABLES_AT:
      case TRADE_RETCODE_CLIENT_DISABLES_AT:
      case TRADE_RETCODE_FROZEN:
      case TRADE_RETCODE_ONLY_REAL:
      case TRADE_RETCODE_LIMIT_ORDERS:
      case TRADE_RETCODE_LIMIT_VOLUME:
      case TRADE_RETCODE_LIMIT_POSITIONS:
      case TRADE_RETCODE_LONG_ONLY:
      case TRADE_RETCODE_SHORT_ONLY:
      case TRADE_RETCODE_CLOSE_ONLY:
      case TRADE_RETCODE_FIFO_CLOSE:
      case TRADE_RETCODE_HEDGE_PROHIBITED:
         return(ATS_CLASS_MARKET);
      case TRADE_RETCODE_REJECT:
      case TRADE_RETCODE_CANCEL:
      case TRADE_RETCODE_REJECT_CANCEL:
         return(ATS_CLASS_REJECTED);
      case TRADE_RETCODE_TOO_MANY_REQUESTS:
         return(ATS_CLASS_RATE);
     }
   return(ATS_CLASS_UNKNOWN);
  }

//--- The fault of an order that a code of this class ended.
void AtsRetcodeFault(const uint retcode,const int retcodeClass,const string brokerText,AtsFault &fault)
  {
   CAtsJsonWriter facts;
   facts.BeginObject();
   facts.KeyLong("retcode",(long)retcode);
   facts.KeyString("broker",StringSubstr(brokerText,0,100));
   facts.EndObject();
   switch(retcodeClass)
     {
      case ATS_CLASS_PRICE:
         AtsSetFault(fault,ATS_FAULT_PRICE_MOVED,"The price moved before the broker took the order. It was not executed.",facts.Text());
         return;
      case ATS_CLASS_OURS:
         AtsSetFault(fault,ATS_FAULT_ORDER_INVALID,"The broker found the order wrong. It was not executed.",facts.Text());
         return;
      case ATS_CLASS_MARKET:
         AtsSetFault(fault,ATS_FAULT_MARKET_REFUSED,"Account or market do not allow the order now. It was not executed.",facts.Text());
         return;
      case ATS_CLASS_REJECTED:
         AtsSetFault(fault,ATS_FAULT_ORDER_REJECTED,"The broker refused the order. It was not executed.",facts.Text());
         return;
      case ATS_CLASS_RATE:
         AtsSetFault(fault,ATS_FAULT_RATE_LIMITED,"Too many requests went to the broker. The order was not executed.",facts.Text());
         return;
     }
   AtsSetFault(fault,ATS_FAULT_ORDER_OUTCOME_UNKNOWN,"The terminal cannot tell what became of the order. It is not sent again.",facts.Text());
  }

#endif
//+------------------------------------------------------------------+

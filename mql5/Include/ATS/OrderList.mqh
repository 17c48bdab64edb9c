//+------------------------------------------------------------------+
//|                                                    OrderList.mqh |
//| Every order that waits or is on its way at the broker.           |
//+------------------------------------------------------------------+
#ifndef ATS_ORDER_LIST_MQH
#define ATS_ORDER_LIST_MQH

#include "JsonWriter.mqh"
#include "Origin.mqh"
#include "Pages.mqh"
#include "PositionList.mqh"
#include "Protocol.mqh"

string AtsOrderTypeText(const long type)
  {
   switch((int)type)
     {
      case ORDER_TYPE_BUY_LIMIT:
      case ORDER_TYPE_SELL_LIMIT:
         return(ATS_WORD_ORDER_TYPE_LIMIT);
      case ORDER_TYPE_BUY_STOP:
      case ORDER_TYPE_SELL_STOP:
         return(ATS_WORD_ORDER_TYPE_STOP);
      case ORDER_TYPE_BUY_STOP_LIMIT:
      case ORDER_TYPE_SELL_STOP_LIMIT:
         return(ATS_WORD_ORDER_TYPE_STOP_LIMIT);
      case ORDER_TYPE_CLOSE_BY:
         return(ATS_WORD_ORDER_TYPE_CLOSE_BY);
      default:
         return(ATS_WORD_ORDER_TYPE_MARKET);
     }
  }

//+------------------------------------------------------------------+
//| A close-by sets one position against another and has no side of  |
//| its own; it is reported as a sell.                               |
//+------------------------------------------------------------------+
string AtsOrderSideText(const long type)
  {
   switch((int)type)
     {
      case ORDER_TYPE_BUY:
      case ORDER_TYPE_BUY_LIMIT:
      case ORDER_TYPE_BUY_STOP:
      case ORDER_TYPE_BUY_STOP_LIMIT:
         return(ATS_WORD_SIDE_BUY);
      default:
         return(ATS_WORD_SIDE_SELL);
     }
  }

//+------------------------------------------------------------------+
//| The selected order.                                              |
//+------------------------------------------------------------------+
string AtsOrderText(const ulong ticket)
  {
   const long magic=OrderGetInteger(ORDER_MAGIC);
   const long type=OrderGetInteger(ORDER_TYPE);
   CAtsJsonWriter json;
   json.BeginObject();
   json.KeyId("orderTicket",ticket);
   AtsWriteClientOrderId(json,magic);
   json.KeyString("origin",AtsOriginText(magic));
   json.KeyString("symbol",OrderGetString(ORDER_SYMBOL));
   json.KeyString("side",AtsOrderSideText(type));
   json.KeyString("type",AtsOrderTypeText(type));
   json.KeyNumber("volume",OrderGetDouble(ORDER_VOLUME_INITIAL));
   json.KeyNumber("volumeLeft",OrderGetDouble(ORDER_VOLUME_CURRENT));
   AtsWriteLevel(json,"price",OrderGetDouble(ORDER_PRICE_OPEN));
   AtsWriteLevel(json,"stop",OrderGetDouble(ORDER_SL));
   AtsWriteLevel(json,"target",OrderGetDouble(ORDER_TP));
   json.KeyLong("placedStampMs",OrderGetInteger(ORDER_TIME_SETUP_MSC));
   json.EndObject();
   return(json.Text());
  }

//+------------------------------------------------------------------+
//| False: an order went away while the list was read.               |
//+------------------------------------------------------------------+
bool AtsListOrders(CAtsPages &pages)
  {
   pages.Begin(ATS_TYPE_ORDERS,"orders");
   const int total=OrdersTotal();
   for(int i=0; i<total; i++)
     {
      const ulong ticket=OrderGetTicket(i);
      if(ticket==0)
         return(false);
      const string text=AtsOrderText(ticket);
      pages.Add(text,text);
     }
   return(OrdersTotal()==total);
  }

#endif

//+------------------------------------------------------------------+
//|                                                 OrderRequest.mqh |
//| The body of ORDER: what the cockpit wants done, once.            |
//+------------------------------------------------------------------+
#ifndef ATS_ORDER_REQUEST_MQH
#define ATS_ORDER_REQUEST_MQH

#include "Fault.mqh"
#include "Hash.mqh"
#include "JsonReader.mqh"
#include "Protocol.mqh"

#define ATS_KIND_ENTRY  1
#define ATS_KIND_REDUCE 2
#define ATS_KIND_MODIFY 3

struct AtsOrder
  {
   ulong             id;
   int               kind;
   string            server;
   string            login;
   string            tradeMode;
   string            symbol;
   bool              isBuy;
   double            volume;
   //--- 0: none
   double            stop;
   double            target;
   double            worstPrice;
   double            riskMoney;
   ulong             positionId;
   long              sentAtUtcMs;
   long              ttlMs;
   //--- of everything that makes this order this order and no other
   string            hash;
  };

//--- False: it is not an order of this protocol. `order.id` is 0 where not even its id could be read.
bool AtsParseOrder(const CAtsJsonReader &json,AtsOrder &order,AtsFault &fault)
  {
   order.id=json.Id("id");
   order.server=json.Text("account.server");
   order.login=json.Text("account.login");
   order.tradeMode=json.Text("account.tradeMode");
   order.symbol=json.Text("symbol");
   string side=json.Text("side");
   order.isBuy=(side==ATS_WORD_SIDE_BUY);
   order.volume=json.Number("volume");
   order.stop=json.Number("stop");
   order.target=json.Number("target");
   order.worstPrice=json.Number("worstPrice");
   order.riskMoney=json.Number("riskMoney");
   order.positionId=json.Id("positionId");
   order.sentAtUtcMs=json.Long("sentAtUtcMs");
   order.ttlMs=json.Long("ttlMs");
   order.kind=AtsKindOf(json.Text("kind"));
   order.hash=AtsHashOf(order);
   if(order.id==0 || order.id>(ulong)LONG_MAX)
     {
      order.id=0;
      return(AtsDeny(fault,ATS_FAULT_ORDER_INVALID,"The order has no id."));
     }
   if(order.kind==0 || order.symbol=="" || (side!=ATS_WORD_SIDE_BUY && side!=ATS_WORD_SIDE_SELL) || order.volume<=0)
      return(AtsDeny(fault,ATS_FAULT_ORDER_INVALID,"The order has no kind, symbol, side or volume that this adviser knows."));
   if(order.sentAtUtcMs<=0 || order.ttlMs<=0 || order.ttlMs>ATS_ORDER_TTL_MS_MAX)
      return(AtsDeny(fault,ATS_FAULT_ORDER_INVALID,"The order does not say when it was sent and how long it lives, at most 10 s."));
   if(order.stop<0 || order.target<0)
      return(AtsDeny(fault,ATS_FAULT_ORDER_INVALID,"A stop or target is a price above zero."));
   if(order.kind==ATS_KIND_ENTRY && order.worstPrice<=0)
      return(AtsDeny(fault,ATS_FAULT_ORDER_INVALID,"An entry names the worst price that was approved."));
   if(order.kind!=ATS_KIND_ENTRY && order.positionId==0)
      return(AtsDeny(fault,ATS_FAULT_ORDER_INVALID,"The order does not name its position."));
   return(true);
  }

//--- 0: not known here.
int AtsKindOf(const string kind)
  {
   if(kind==ATS_WORD_ORDER_KIND_ENTRY)
      return(ATS_KIND_ENTRY);
   if(kind==ATS_WORD_ORDER_KIND_REDUCE_ONLY)
      return(ATS_KIND_REDUCE);
   return(kind==ATS_WORD_ORDER_KIND_MODIFY ? ATS_KIND_MODIFY : 0);
  }

//--- Session and times are left out: they differ where the same order is sent again.
string AtsHashOf(const AtsOrder &order)
  {
   string text=StringFormat("%d|%s|%s|%s|%s|%d",order.kind,order.server,order.login,order.tradeMode,order.symbol,(int)order.isBuy);
   text+=StringFormat("|%.10f|%.10f|%.10f|%.10f|%.10f|%I64u",
                      order.volume,order.stop,order.target,order.worstPrice,order.riskMoney,order.positionId);
   return(AtsMark(text));
  }

#endif
//+------------------------------------------------------------------+

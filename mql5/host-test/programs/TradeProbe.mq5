//+------------------------------------------------------------------+
//|                                                   TradeProbe.mq5 |
//|  Does what clicks on its chart say, and prints what it sees      |
//+------------------------------------------------------------------+
#property copyright "ATS Cockpit"
#property version   "1.00"

input int    InpTimerMs=20;
input string InpNote="none";

int g_timers=0;
int g_ticks=0;

//+------------------------------------------------------------------+
int OnInit()
  {
   PrintFormat("INIT %s %s %I64d %s",_Symbol,InpNote,AccountInfoInteger(ACCOUNT_LOGIN),AccountInfoString(ACCOUNT_SERVER));
   return(EventSetMillisecondTimer(InpTimerMs) ? INIT_SUCCEEDED : INIT_FAILED);
  }
//+------------------------------------------------------------------+
void OnDeinit(const int reason)
  {
   PrintFormat("DEINIT %d",reason);
  }
//+------------------------------------------------------------------+
void OnTick()
  {
   g_ticks++;
  }
//+------------------------------------------------------------------+
void OnTimer()
  {
   g_timers++;
  }
//+------------------------------------------------------------------+
void OnTradeTransaction(const MqlTradeTransaction &trans,const MqlTradeRequest &request,const MqlTradeResult &result)
  {
   if(trans.type==TRADE_TRANSACTION_REQUEST)
      PrintFormat("TX REQUEST %u %u %I64u %I64u %I64u",result.request_id,result.retcode,result.order,result.deal,request.magic);
   else
      PrintFormat("TX %s",StringSubstr(EnumToString(trans.type),18));
  }
//+------------------------------------------------------------------+
//| buy|sell VOLUME STOP TARGET MAGIC POSITION FILLING               |
//+------------------------------------------------------------------+
void FillRequest(MqlTradeRequest &request,const string &words[])
  {
   ZeroMemory(request);
   request.action=TRADE_ACTION_DEAL;
   request.symbol=_Symbol;
   request.type=(words[0]=="buy") ? ORDER_TYPE_BUY : ORDER_TYPE_SELL;
   request.volume=StringToDouble(words[1]);
   request.sl=StringToDouble(words[2]);
   request.tp=StringToDouble(words[3]);
   request.magic=(ulong)StringToInteger(words[4]);
   request.position=(ulong)StringToInteger(words[5]);
   request.type_filling=(ENUM_ORDER_TYPE_FILLING)StringToInteger(words[6]);
   request.price=SymbolInfoDouble(_Symbol,request.type==ORDER_TYPE_BUY ? SYMBOL_ASK : SYMBOL_BID);
  }
//+------------------------------------------------------------------+
void ModifyStops(const string &words[])
  {
   MqlTradeRequest request;
   MqlTradeResult  result;
   ZeroMemory(request);
   ZeroMemory(result);
   request.action=TRADE_ACTION_SLTP;
   request.symbol=_Symbol;
   request.position=(ulong)StringToInteger(words[1]);
   request.sl=StringToDouble(words[2]);
   request.tp=StringToDouble(words[3]);
   bool isSent=OrderSendAsync(request,result);
   PrintFormat("SENT %s %u %u",isSent ? "yes" : "no",result.retcode,result.request_id);
  }
//+------------------------------------------------------------------+
void SendOrder(const string &words[],const bool isSync)
  {
   MqlTradeRequest request;
   MqlTradeResult  result;
   ZeroMemory(result);
   FillRequest(request,words);
   bool isSent=false;
   if(isSync)
      isSent=OrderSend(request,result);
   else
      isSent=OrderSendAsync(request,result);
   PrintFormat("SENT %s %u %u %d",isSent ? "yes" : "no",result.retcode,result.request_id,isSent ? 0 : GetLastError());
  }
//+------------------------------------------------------------------+
void CheckOrder(const string &words[])
  {
   MqlTradeRequest     request;
   MqlTradeCheckResult check;
   FillRequest(request,words);
   bool isGood=OrderCheck(request,check);
   PrintFormat("CHECK %s %u %.2f",isGood ? "yes" : "no",check.retcode,check.margin_free);
  }
//+------------------------------------------------------------------+
void ShowState()
  {
   PrintFormat("STATE positions=%d orders=%d ticks=%d timers=%d balance=%.2f equity=%.2f",PositionsTotal(),OrdersTotal(),g_ticks,g_timers,
               AccountInfoDouble(ACCOUNT_BALANCE),AccountInfoDouble(ACCOUNT_EQUITY));
   for(int i=0; i<PositionsTotal(); i++)
     {
      ulong ticket=PositionGetTicket(i);
      PrintFormat("POSITION %I64u %I64d %s %.2f %.5f sl=%.5f magic=%I64d profit=%.2f",ticket,PositionGetInteger(POSITION_IDENTIFIER),
                  EnumToString((ENUM_POSITION_TYPE)PositionGetInteger(POSITION_TYPE)),PositionGetDouble(POSITION_VOLUME),PositionGetDouble(POSITION_PRICE_OPEN),
                  PositionGetDouble(POSITION_SL),PositionGetInteger(POSITION_MAGIC),PositionGetDouble(POSITION_PROFIT));
     }
   int deals=HistorySelect(0,TimeTradeServer()+86400) ? HistoryDealsTotal() : 0;
   for(int i=0; i<deals; i++)
     {
      ulong deal=HistoryDealGetTicket(i);
      PrintFormat("DEAL %s %.2f %.2f magic=%I64d %s",EnumToString((ENUM_DEAL_ENTRY)HistoryDealGetInteger(deal,DEAL_ENTRY)),HistoryDealGetDouble(deal,DEAL_VOLUME),
                  HistoryDealGetDouble(deal,DEAL_PROFIT),HistoryDealGetInteger(deal,DEAL_MAGIC),EnumToString((ENUM_DEAL_REASON)HistoryDealGetInteger(deal,DEAL_REASON)));
     }
  }
//+------------------------------------------------------------------+
void ShowMarket()
  {
   MqlTick ticks[];
   ResetLastError();
   int     copied=CopyTicks(_Symbol,ticks,COPY_TICKS_ALL,1,100000);
   PrintFormat("TICKS %d %d",copied,GetLastError());
   MqlRates rates[];
   int      bars=CopyRates(_Symbol,PERIOD_M5,0,10,rates);
   if(bars>0)
      PrintFormat("BARS %d %.5f %.5f %I64d",bars,rates[bars-1].high,rates[bars-1].close,rates[bars-1].tick_volume);
   PrintFormat("SYNCHRONIZED %I64d",SeriesInfoInteger(_Symbol,PERIOD_M5,SERIES_SYNCHRONIZED));
  }
//+------------------------------------------------------------------+
void AppendToJournal(const bool isFlushed)
  {
   int handle=FileOpen("Probe\\journal.log",FILE_READ|FILE_WRITE|FILE_BIN);
   if(handle==INVALID_HANDLE)
     {
      PrintFormat("JOURNAL error %d",GetLastError());
      return;
     }
   uchar line[8]= {0,1,2,3,4,5,6,7};
   if(!FileSeek(handle,0,SEEK_END))
      return;
   uint written=FileWriteArray(handle,line);
   if(isFlushed)
      FileFlush(handle);
   FileClose(handle);
   PrintFormat("JOURNAL %u",written);
  }
//+------------------------------------------------------------------+
void OnChartEvent(const int id,const long &lparam,const double &dparam,const string &sparam)
  {
   string words[];
   if(id!=CHARTEVENT_OBJECT_CLICK || StringSplit(sparam,' ',words)==0)
      return;
   if(words[0]=="state")
      ShowState();
   else if(words[0]=="market")
      ShowMarket();
   else if(words[0]=="modify")
      ModifyStops(words);
   else if(words[0]=="check")
     {
      ArrayRemove(words,0,1);
      CheckOrder(words);
     }
   else if(words[0]=="sync")
     {
      ArrayRemove(words,0,1);
      SendOrder(words,true);
     }
   else if(words[0]=="append")
      AppendToJournal(words[1]=="flushed");
   else if(words[0]=="global")
      GlobalVariableSet(words[1],StringToDouble(words[2]));
   else if(words[0]=="button")
     {
      ObjectCreate(0,"flatten",OBJ_BUTTON,0,0,0.0);
      ObjectSetString(0,"flatten",OBJPROP_TEXT,"Flatten");
      Comment("status ",1.5);
     }
   else if(words[0]=="crash")
     {
      int none[];
      PrintFormat("%d",none[0]);
     }
   else
      SendOrder(words,false);
  }
//+------------------------------------------------------------------+

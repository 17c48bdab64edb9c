//+------------------------------------------------------------------+
//|                                                       LookUp.mqh |
//| What the terminal's own records say of an order.                 |
//+------------------------------------------------------------------+
#ifndef ATS_LOOK_UP_MQH
#define ATS_LOOK_UP_MQH

#include "Journal.mqh"
#include "Outcome.mqh"
#include "Sender.mqh"

//--- Broker time is within a day of UTC, and an order is looked for from a day before it was sent.
#define ATS_LOOK_BACK_SECONDS 172800

#define ATS_VOLUME_TOLERANCE 1e-8

//--- What the records have of one order.
struct AtsFoundOrder
  {
   ulong             ticket;
   bool              isOpen;
   bool              isInHistory;
   long              state;
   double            volume;
   double            volumeLeft;
   double            dealtVolume;
   ulong             deals[];
  };

//--- False: the records do not know the order (yet). True: the history that its deals stand in is selected. `isSettled` says that the
//--- records are whole, so that a position that is not among them is not there.
bool AtsLookUp(const AtsJournalEntry &entry,const bool isSettled,AtsOutcome &outcome)
  {
   if(entry.kind==ATS_KIND_MODIFY)
      return(AtsLookUpStops(entry,isSettled,outcome));
   AtsFoundOrder found;
   AtsResetFound(found,entry.orderTicket);
   AtsFindOpen(entry.id,found);
   //--- an exit stands in the history of its position, however long ago that was opened; what it opened instead does not
   if(entry.kind==ATS_KIND_REDUCE && HistorySelectByPosition((long)entry.positionId))
      AtsFindInHistory(entry.id,found);
   datetime from=(datetime)(entry.sendingUtcMs/1000-ATS_LOOK_BACK_SECONDS);
   if(!found.isInHistory && ArraySize(found.deals)==0)
     {
      if(!HistorySelect(from,AtsHistoryEnd()))
         return(false);
      AtsFindInHistory(entry.id,found);
     }
   if(found.isOpen || found.isInHistory || ArraySize(found.deals)>0)
     {
      AtsOutcomeOfRecords(found,entry.volume,entry.retcode,outcome);
      return(true);
     }
   return(AtsIsCloseWithoutPosition(entry,outcome));
  }

//--- By an id that no journal knows. The whole history is read.
bool AtsLookUpId(const ulong id,AtsOutcome &outcome)
  {
   AtsFoundOrder found;
   AtsResetFound(found,0);
   AtsFindOpen(id,found);
   if(HistorySelect(0,AtsHistoryEnd()))
      AtsFindInHistory(id,found);
   if(!found.isOpen && !found.isInHistory && ArraySize(found.deals)==0)
      return(false);
   AtsOutcomeOfRecords(found,0,ATS_NO_RETCODE,outcome);
   return(true);
  }

datetime AtsHistoryEnd() { return((datetime)(MathMax((long)TimeTradeServer(),(long)TimeGMT())+ATS_LOOK_BACK_SECONDS)); }

void AtsResetFound(AtsFoundOrder &found,const ulong ticket)
  {
   found.ticket=ticket;
   found.isOpen=false;
   found.isInHistory=false;
   found.state=0;
   found.volume=0;
   found.volumeLeft=0;
   found.dealtVolume=0;
   ArrayResize(found.deals,0);
  }

//--- The broker may have changed the magic; the ticket, once it is known, is as good.
bool AtsIsOrderOf(const ulong ticket,const ulong magic,const ulong id,const AtsFoundOrder &found)
  {
   return(magic==id || (found.ticket!=0 && ticket==found.ticket));
  }

void AtsFindOpen(const ulong id,AtsFoundOrder &found)
  {
   for(int i=OrdersTotal()-1; i>=0; i--)
     {
      ulong ticket=OrderGetTicket(i);
      if(ticket==0 || !AtsIsOrderOf(ticket,(ulong)OrderGetInteger(ORDER_MAGIC),id,found))
         continue;
      found.isOpen=true;
      found.ticket=ticket;
      found.volume=OrderGetDouble(ORDER_VOLUME_INITIAL);
      found.volumeLeft=OrderGetDouble(ORDER_VOLUME_CURRENT);
     }
  }

//--- In the history that is selected now.
void AtsFindInHistory(const ulong id,AtsFoundOrder &found)
  {
   for(int i=HistoryOrdersTotal()-1; i>=0 && !found.isInHistory; i--)
     {
      ulong ticket=HistoryOrderGetTicket(i);
      if(ticket==0 || !AtsIsOrderOf(ticket,(ulong)HistoryOrderGetInteger(ticket,ORDER_MAGIC),id,found))
         continue;
      if(AtsIsTriggered(HistoryOrderGetInteger(ticket,ORDER_REASON)))
         continue;
      found.isInHistory=true;
      found.ticket=ticket;
      found.state=HistoryOrderGetInteger(ticket,ORDER_STATE);
      found.volume=HistoryOrderGetDouble(ticket,ORDER_VOLUME_INITIAL);
      found.volumeLeft=HistoryOrderGetDouble(ticket,ORDER_VOLUME_CURRENT);
     }
   found.dealtVolume=0;
   ArrayResize(found.deals,0);
   int total=HistoryDealsTotal();
   for(int i=0; i<total; i++)
     {
      ulong deal=HistoryDealGetTicket(i);
      ulong order=(ulong)HistoryDealGetInteger(deal,DEAL_ORDER);
      bool isOfIt=found.isInHistory || found.isOpen ? order==found.ticket : AtsIsOrderOf(order,(ulong)HistoryDealGetInteger(deal,DEAL_MAGIC),id,found);
      if(!isOfIt || !AtsIsExecution(deal) || AtsIsTriggeredDeal(HistoryDealGetInteger(deal,DEAL_REASON)))
         continue;
      found.ticket=order;
      found.dealtVolume+=HistoryDealGetDouble(deal,DEAL_VOLUME);
      int count=ArraySize(found.deals);
      if(count<ATS_ORDER_DEALS_MAX && ArrayResize(found.deals,count+1)==count+1)
         found.deals[count]=deal;
     }
  }

//--- The broker closes a position at its stop or target with an order of its own, which may carry the magic of the entry.
bool AtsIsTriggered(const long reason) { return(reason==ORDER_REASON_SL || reason==ORDER_REASON_TP || reason==ORDER_REASON_SO); }

bool AtsIsTriggeredDeal(const long reason) { return(reason==DEAL_REASON_SL || reason==DEAL_REASON_TP || reason==DEAL_REASON_SO); }

//--- `asked` is the volume that was sent, 0: not known.
void AtsOutcomeOfRecords(const AtsFoundOrder &found,const double asked,const int retcode,AtsOutcome &outcome)
  {
   double volume=found.volume>0 ? found.volume : asked;
   double filled=found.isInHistory ? found.volume-found.volumeLeft : 0;
   bool hasDeals=(ArraySize(found.deals)>0);
   string state=hasDeals ? ATS_WORD_ORDER_STATE_PARTIALLY_FILLED : ATS_WORD_ORDER_STATE_ACCEPTED;
   if(hasDeals && volume>0 && found.dealtVolume>=volume-ATS_VOLUME_TOLERANCE)
      state=ATS_WORD_ORDER_STATE_FILLED;
   else
      //--- an ended order whose deals are not all there yet is not ended for us
      if(found.isInHistory && (found.state!=ORDER_STATE_FILLED || hasDeals) && found.dealtVolume>=filled-ATS_VOLUME_TOLERANCE)
         state=(found.state==ORDER_STATE_REJECTED && !hasDeals) ? ATS_WORD_ORDER_STATE_REJECTED : ATS_WORD_ORDER_STATE_CANCELLED;
   AtsResetOutcome(outcome,state,retcode);
   outcome.orderTicket=found.ticket;
   if(state==ATS_WORD_ORDER_STATE_REJECTED)
      AtsSetFault(outcome.fault,ATS_FAULT_ORDER_REJECTED,"The broker refused the order. It was not executed.");
   else
      ArrayCopy(outcome.deals,found.deals);
  }

//--- A close that the broker answered with "already closed" ended without deals of its own, once the position is seen to be gone.
bool AtsIsCloseWithoutPosition(const AtsJournalEntry &entry,AtsOutcome &outcome)
  {
   bool isSaidClosed=entry.kind==ATS_KIND_REDUCE && (entry.retcode==TRADE_RETCODE_POSITION_CLOSED || entry.retcode==TRADE_RETCODE_CLOSE_ORDER_EXIST);
   if(!isSaidClosed || AtsSelectPosition(entry.positionId))
      return(false);
   AtsResetOutcome(outcome,ATS_WORD_ORDER_STATE_CANCELLED,entry.retcode);
   return(true);
  }

//--- A modify leaves no order behind: the position's stops tell. Without the position there is nothing left to modify.
bool AtsLookUpStops(const AtsJournalEntry &entry,const bool isSettled,AtsOutcome &outcome)
  {
   if(!AtsSelectPosition(entry.positionId))
     {
      if(!isSettled)
         return(false);
      AtsResetOutcome(outcome,ATS_WORD_ORDER_STATE_CANCELLED,entry.retcode);
      return(true);
     }
   if(!AtsHasStops(entry.stop,entry.target))
      return(false);
   AtsResetOutcome(outcome,ATS_WORD_ORDER_STATE_MODIFIED,entry.retcode);
   outcome.positionId=entry.positionId;
   outcome.stop=PositionGetDouble(POSITION_SL);
   outcome.target=PositionGetDouble(POSITION_TP);
   return(true);
  }

//--- Of the position that is selected now.
bool AtsHasStops(const double stop,const double target)
  {
   double tickSize=AtsTickSize(PositionGetString(POSITION_SYMBOL));
   return(AtsIsSame(PositionGetDouble(POSITION_SL),stop,tickSize) && AtsIsSame(PositionGetDouble(POSITION_TP),target,tickSize));
  }

#endif
//+------------------------------------------------------------------+

//+------------------------------------------------------------------+
//|                                                  OwnRequests.mqh |
//| What the adviser does by itself: close, cancel, set a stop.      |
//+------------------------------------------------------------------+
#ifndef ATS_OWN_REQUESTS_MQH
#define ATS_OWN_REQUESTS_MQH

#include "Clock.mqh"
#include "Retcodes.mqh"
#include "Sender.mqh"

#define ATS_OWN_CLOSE  1
#define ATS_OWN_CANCEL 2
#define ATS_OWN_STOPS  3

//--- an answer that takes longer is lost
#define ATS_OWN_REPLY_MS   5000
#define ATS_OWN_KEPT_MS    60000

#define ATS_OWN_NONE       0
#define ATS_OWN_UNDER_WAY  1
#define ATS_OWN_ACCEPTED   2
#define ATS_OWN_REFUSED    3
#define ATS_OWN_LOST       4

struct AtsOwnRequest
  {
   int               purpose;
   //--- of the position or the order
   ulong             ticket;
   //--- of the position when it was sent
   double            volume;
   uint              requestId;
   ulong             sentSteadyMs;
   int               state;
   uint              retcode;
  };

//+------------------------------------------------------------------+
//| One request at a time for a purpose and a ticket. They carry no  |
//| magic: the cockpit sees their deals as those of an adviser that  |
//| is none of its orders.                                           |
//+------------------------------------------------------------------+
class CAtsOwnRequests
  {
private:
   AtsOwnRequest     m_requests[];
   int               m_count;

   int               Find(const int purpose,const ulong ticket) const;
   bool              Send(const int purpose,const ulong ticket,const double volume,MqlTradeRequest &request);
   void              Forget();

public:
                     CAtsOwnRequests() : m_count(0) {}

   void              Reset() { m_count=0; }
   //--- Each answers whether it was handed to the terminal; State and Retcode tell the rest.
   bool              Close(const ulong ticket);
   bool              Cancel(const ulong orderTicket);
   bool              SetStops(const ulong ticket,const double stop,const double target);

   //--- True: the answer was to one of these.
   bool              OnReply(const MqlTradeResult &reply);
   //--- One of ATS_OWN_*, of the newest request.
   int               State(const int purpose,const ulong ticket);
   uint              Retcode(const int purpose,const ulong ticket) const;
   //--- On a netting account a close that was taken and is not seen yet, or whose answer was lost, may still come, and one more would open
   //--- exposure: the first shows in the position, the second is the trader's to say.
   bool              MayClose(const ulong ticket);
   //--- The trader has said it.
   void              ForgetLost();
  };

bool CAtsOwnRequests::Close(const ulong ticket)
  {
   if(!PositionSelectByTicket(ticket))
      return(false);
   string symbol=PositionGetString(POSITION_SYMBOL);
   //--- what is left above the largest order goes with the next one
   double open=PositionGetDouble(POSITION_VOLUME);
   MqlTradeRequest request;
   AtsFault fault;
   if(!AtsCloseRequest(MathMin(open,SymbolInfoDouble(symbol,SYMBOL_VOLUME_MAX)),request,fault))
      return(false);
   request.comment="ATS close";
   return(Send(ATS_OWN_CLOSE,ticket,open,request));
  }

bool CAtsOwnRequests::Cancel(const ulong orderTicket)
  {
   MqlTradeRequest request;
   ZeroMemory(request);
   request.action=TRADE_ACTION_REMOVE;
   request.order=orderTicket;
   return(Send(ATS_OWN_CANCEL,orderTicket,0,request));
  }

bool CAtsOwnRequests::SetStops(const ulong ticket,const double stop,const double target)
  {
   if(!PositionSelectByTicket(ticket))
      return(false);
   MqlTradeRequest request;
   AtsStopsRequest(stop,target,request);
   return(Send(ATS_OWN_STOPS,ticket,0,request));
  }

bool CAtsOwnRequests::Send(const int purpose,const ulong ticket,const double volume,MqlTradeRequest &request)
  {
   if(State(purpose,ticket)==ATS_OWN_UNDER_WAY)
      return(false);
   Forget();
   int at=Find(purpose,ticket);
   if(at<0)
     {
      at=m_count++;
      ArrayResize(m_requests,m_count,16);
     }
   MqlTradeResult result;
   ZeroMemory(result);
   bool isSent=OrderSendAsync(request,result);
   m_requests[at].purpose=purpose;
   m_requests[at].ticket=ticket;
   m_requests[at].volume=volume;
   m_requests[at].requestId=result.request_id;
   m_requests[at].sentSteadyMs=AtsSteadyMs();
   m_requests[at].state=isSent ? ATS_OWN_UNDER_WAY : ATS_OWN_REFUSED;
   m_requests[at].retcode=result.retcode;
   return(isSent);
  }

bool CAtsOwnRequests::OnReply(const MqlTradeResult &reply)
  {
   for(int i=0; i<m_count && reply.request_id!=0; i++)
     {
      if(m_requests[i].requestId!=reply.request_id)
         continue;
      int kind=(m_requests[i].purpose==ATS_OWN_CLOSE) ? ATS_KIND_REDUCE : ATS_KIND_MODIFY;
      int retcodeClass=AtsRetcodeClass(reply.retcode,kind);
      m_requests[i].retcode=reply.retcode;
      m_requests[i].state=ATS_OWN_REFUSED;
      if(retcodeClass==ATS_CLASS_ACCEPTED)
         m_requests[i].state=ATS_OWN_ACCEPTED;
      if(retcodeClass==ATS_CLASS_UNKNOWN)
         m_requests[i].state=ATS_OWN_LOST;
      return(true);
     }
   return(false);
  }

int CAtsOwnRequests::State(const int purpose,const ulong ticket)
  {
   int at=Find(purpose,ticket);
   if(at<0)
      return(ATS_OWN_NONE);
   if(m_requests[at].state==ATS_OWN_UNDER_WAY && AtsSteadyMs()-m_requests[at].sentSteadyMs>=ATS_OWN_REPLY_MS)
      m_requests[at].state=ATS_OWN_LOST;
   return(m_requests[at].state);
  }

uint CAtsOwnRequests::Retcode(const int purpose,const ulong ticket) const
  {
   int at=Find(purpose,ticket);
   return(at<0 ? 0 : m_requests[at].retcode);
  }

bool CAtsOwnRequests::MayClose(const ulong ticket)
  {
   int state=State(ATS_OWN_CLOSE,ticket);
   if(state==ATS_OWN_UNDER_WAY || !PositionSelectByTicket(ticket))
      return(false);
   if(state==ATS_OWN_ACCEPTED && !AtsIsHedging())
      return(PositionGetDouble(POSITION_VOLUME)<m_requests[Find(ATS_OWN_CLOSE,ticket)].volume);
   return(state!=ATS_OWN_LOST || AtsIsHedging());
  }

void CAtsOwnRequests::ForgetLost()
  {
   for(int i=0; i<m_count; i++)
      if(m_requests[i].state==ATS_OWN_LOST)
         m_requests[i].state=ATS_OWN_NONE;
  }

int CAtsOwnRequests::Find(const int purpose,const ulong ticket) const
  {
   for(int i=0; i<m_count; i++)
      if(m_requests[i].purpose==purpose && m_requests[i].ticket==ticket)
         return(i);
   return(-1);
  }

void CAtsOwnRequests::Forget()
  {
   int kept=0;
   for(int i=0; i<m_count; i++)
     {
      bool isOld=(AtsSteadyMs()-m_requests[i].sentSteadyMs>ATS_OWN_KEPT_MS);
      if(isOld && m_requests[i].state!=ATS_OWN_LOST)
         continue;
      if(kept<i)
         m_requests[kept]=m_requests[i];
      kept++;
     }
   m_count=kept;
  }

#endif
//+------------------------------------------------------------------+

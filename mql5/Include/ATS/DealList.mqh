//+------------------------------------------------------------------+
//|                                                     DealList.mqh |
//| The deals that the cockpit may not know yet, oldest first.       |
//+------------------------------------------------------------------+
#ifndef ATS_DEAL_LIST_MQH
#define ATS_DEAL_LIST_MQH

#include "Deal.mqh"
#include "JsonReader.mqh"
#include "JsonWriter.mqh"
#include "Pages.mqh"
#include "Protocol.mqh"
#include "Session.mqh"

//--- one HistorySelect spans this: an account of many years must not be copied in one event. Where nothing is, the span doubles
#define ATS_DEALS_SLICE_SECONDS   (30*86400)
#define ATS_DEALS_SLICE_MIN       86400
#define ATS_DEALS_SLICE_MAX       (10*365*86400)
//--- where a slice holds more than this, it is halved
#define ATS_DEALS_IN_SLICE_MAX    2000
//--- before MT5's first year
#define ATS_DEALS_EPOCH           D'2005.01.01 00:00'
//--- a later list begins so far before the newest deal of the one before: a broker may book late or amend
#define ATS_DEALS_OVERLAP_SECONDS 3600
//--- the trade server's clock may be ahead of what the terminal knows of it
#define ATS_DEALS_AHEAD_SECONDS   86400
#define ATS_DEALS_BUDGET_EVERY    16
//--- some ten thousand deals: a snapshot must be there within ATS_SNAPSHOT_MS_MAX, whatever the account has behind it
#define ATS_DEALS_PAGES_MAX       128

//+------------------------------------------------------------------+
//| Restart when a session begins, then for every list Begin, and    |
//| Collect until it is true. A list that is full ends there, and    |
//| the next one goes on behind it.                                  |
//+------------------------------------------------------------------+
class CAtsDealList
  {
private:
   //--- where the first list of the session begins, and the next one
   datetime          m_sessionFrom;
   datetime          m_from;
   //--- the slice that is being read, and the next deal in it
   datetime          m_sliceFrom;
   int               m_sliceSeconds;
   datetime          m_end;
   int               m_index;
   datetime          m_newest;
   bool              m_isCut;

   bool              CollectSlice(CAtsPages &pages,CAtsSession &session,const int total);
   void              Add(CAtsPages &pages,const ulong ticket);

public:
                     CAtsDealList() : m_sessionFrom(0), m_from(0), m_sliceFrom(0), m_sliceSeconds(ATS_DEALS_SLICE_SECONDS),
                     m_end(0), m_index(0), m_newest(0), m_isCut(false) {}

   //--- `lastDealTicket` as READY has it: 0 asks for the whole history.
   void              Restart(const ulong lastDealTicket);
   //--- A list from where the session began, or from where the last one ended.
   void              Begin(CAtsPages &pages,const bool isWhole);
   //--- False: the event's time is over.
   bool              Collect(CAtsPages &pages,CAtsSession &session);
   //--- More deals wait than one list can hold.
   bool              IsCut() const { return(m_isCut); }
  };

//+------------------------------------------------------------------+
//| A deal that this account's history does not know says nothing of |
//| where to begin.                                                  |
//+------------------------------------------------------------------+
void CAtsDealList::Restart(const ulong lastDealTicket)
  {
   m_sessionFrom=ATS_DEALS_EPOCH;
   if(lastDealTicket>0 && HistoryDealSelect(lastDealTicket))
      m_sessionFrom=(datetime)HistoryDealGetInteger(lastDealTicket,DEAL_TIME)-ATS_DEALS_OVERLAP_SECONDS;
   m_isCut=false;
  }

void CAtsDealList::Begin(CAtsPages &pages,const bool isWhole)
  {
   pages.Begin(ATS_TYPE_DEALS,"deals","cash");
   m_end=TimeTradeServer()+ATS_DEALS_AHEAD_SECONDS;
   if(m_isCut && !isWhole)
     {
      m_isCut=false;
      return;
     }
   m_isCut=false;
   m_sliceFrom=(isWhole ? m_sessionFrom : m_from);
   m_sliceSeconds=ATS_DEALS_SLICE_SECONDS;
   m_index=0;
   m_newest=0;
  }

bool CAtsDealList::Collect(CAtsPages &pages,CAtsSession &session)
  {
   while(m_sliceFrom<=m_end)
     {
      const datetime sliceTo=(datetime)MathMin((long)m_sliceFrom+m_sliceSeconds,(long)m_end);
      //--- the selection belongs to the whole program, and is made anew in each event
      if(!HistorySelect(m_sliceFrom,sliceTo))
         return(false);
      const int total=HistoryDealsTotal();
      if(m_index==0 && total>ATS_DEALS_IN_SLICE_MAX && m_sliceSeconds>ATS_DEALS_SLICE_MIN)
        {
         m_sliceSeconds/=2;
         continue;
        }
      if(!CollectSlice(pages,session,total))
         return(m_isCut);
      m_sliceSeconds=(total==0 ? MathMin(m_sliceSeconds,ATS_DEALS_SLICE_MAX/2)*2 : ATS_DEALS_SLICE_SECONDS);
      m_sliceFrom=sliceTo+1;
      m_index=0;
      if(m_sliceFrom<=m_end && !session.HasTime())
         return(false);
     }
   const datetime newest=(m_newest>0 ? m_newest : (datetime)(m_end-2*ATS_DEALS_AHEAD_SECONDS));
   m_from=newest-ATS_DEALS_OVERLAP_SECONDS;
   return(true);
  }

//+------------------------------------------------------------------+
//| The rest of the selected slice. False: not through with it, for  |
//| want of time or room.                                            |
//+------------------------------------------------------------------+
bool CAtsDealList::CollectSlice(CAtsPages &pages,CAtsSession &session,const int total)
  {
   while(m_index<total)
     {
      m_isCut=(pages.Parts()>=ATS_DEALS_PAGES_MAX);
      const ulong ticket=(m_isCut ? 0 : HistoryDealGetTicket(m_index));
      if(ticket==0)
         return(false);
      Add(pages,ticket);
      m_index++;
      if(m_index<total && m_index%ATS_DEALS_BUDGET_EVERY==0 && !session.HasTime())
         return(false);
     }
   return(true);
  }

void CAtsDealList::Add(CAtsPages &pages,const ulong ticket)
  {
   CAtsJsonWriter json;
   if(AtsWriteDeal(ticket,json))
     {
      const string text=json.Text();
      pages.Add(text,text);
     }
   else
     {
      AtsWriteCash(ticket,json);
      pages.AddSecond(json.Text());
     }
   m_newest=(datetime)HistoryDealGetInteger(ticket,DEAL_TIME);
  }

#endif

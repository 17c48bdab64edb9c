//+------------------------------------------------------------------+
//|                                                 Subscription.mqh |
//| All that the cockpit wants live of one symbol.                   |
//+------------------------------------------------------------------+
#ifndef ATS_SUBSCRIPTION_MQH
#define ATS_SUBSCRIPTION_MQH

#include "BarStream.mqh"
#include "JsonReader.mqh"
#include "Session.mqh"
#include "TickStream.mqh"
#include "Timeframe.mqh"

class CAtsSubscription
  {
private:
   string            m_symbol;
   bool              m_isActive;
   CAtsTickStream    m_ticks;
   CAtsBarStream     m_bars[ATS_TIMEFRAMES];

   void              BeginTicks(const CAtsJsonReader &json,const string path);
   void              BeginBars(const CAtsJsonReader &json,const string path);

public:
                     CAtsSubscription() : m_symbol(""), m_isActive(false) {}

   string            Symbol() const { return(m_symbol); }
   bool              IsActive() const { return(m_isActive); }

   //--- `path` leads to an object of READY.subscriptions. The symbol is in the Market Watch.
   void              Begin(const string symbol,const CAtsJsonReader &json,const string path);
   void              Stop();
   //--- At most one frame of each stream; true: there may be more.
   bool              Pump(CAtsSession &session);
  };

void CAtsSubscription::Begin(const string symbol,const CAtsJsonReader &json,const string path)
  {
   Stop();
   m_symbol=symbol;
   m_isActive=true;
   BeginTicks(json,path+".tickCursor");
   BeginBars(json,path+".bars");
  }

void CAtsSubscription::BeginTicks(const CAtsJsonReader &json,const string path)
  {
   m_ticks.Begin(m_symbol,json.Long(path+".stampMs"),(int)json.Long(path+".takenAtStamp"));
   if(!json.IsNull(path+".overlap"))
      m_ticks.Claim(json.Long(path+".overlap.fromStampMs"),(int)json.Long(path+".overlap.count"),json.Text(path+".overlap.hash"));
  }

void CAtsSubscription::BeginBars(const CAtsJsonReader &json,const string path)
  {
   const int count=json.Count(path);
   for(int i=0; i<count; i++)
     {
      const string item=StringFormat("%s[%d]",path,i);
      const int code=AtsTimeframeCode(json.Text(item+".timeframe"));
      if(code>0)
         m_bars[code-1].Begin(m_symbol,code,json.Long(item+".lastOpenStampMs"));
     }
  }

void CAtsSubscription::Stop()
  {
   m_isActive=false;
   m_ticks.Stop();
   for(int i=0; i<ATS_TIMEFRAMES; i++)
      m_bars[i].Stop();
  }

bool CAtsSubscription::Pump(CAtsSession &session)
  {
   if(!m_isActive)
      return(false);
   bool hasMore=m_ticks.Pump(session);
   for(int i=0; i<ATS_TIMEFRAMES; i++)
      if(m_bars[i].Pump(session))
         hasMore=true;
   return(hasMore);
  }

#endif

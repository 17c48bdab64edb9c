//+------------------------------------------------------------------+
//|                                                HistoryServer.mqh |
//| Answers the cockpit's requests for history, one after the other. |
//+------------------------------------------------------------------+
#ifndef ATS_HISTORY_SERVER_MQH
#define ATS_HISTORY_SERVER_MQH

#include "BulkPayload.mqh"
#include "Clock.mqh"
#include "Fault.mqh"
#include "Hash.mqh"
#include "JsonReader.mqh"
#include "JsonWriter.mqh"
#include "Protocol.mqh"
#include "ReadBars.mqh"
#include "Session.mqh"
#include "Timeframe.mqh"

//--- how long the terminal may take to fetch what it does not hold, counted anew with every frame that could be sent
#define ATS_HISTORY_WAIT_MS     60000
#define ATS_HISTORY_RETRY_MS    250
//--- CopyTicks may be away so long, and the session silent with it
#define ATS_HISTORY_BUSY_MS     45000
//--- with room for less the frame waits
#define ATS_HISTORY_WORTH_BYTES 4096
#define ATS_HISTORY_END_BYTES   1024

struct AtsHistoryRequest
  {
   long              number;
   bool              isTicks;
   string            symbol;
   //--- our code; of bars only
   int               timeframe;
   long              fromMs;
   long              toMs;
  };

//+------------------------------------------------------------------+
//| Every call of Pump reads and sends what credit allows, and never |
//| waits for credit. It may wait for the terminal: a service stands |
//| in nobody's way.                                                 |
//+------------------------------------------------------------------+
class CAtsHistoryServer
  {
private:
   AtsHistoryRequest m_requests[ATS_HISTORY_REQUESTS_MAX];
   int               m_count;
   //--- numbers of requests that found no room; their ends are still to be told
   long              m_refused[];

   //--- the first request of the queue, while it is served
   bool              m_isServing;
   bool              m_isEnding;
   AtsFault          m_fault;
   uchar             m_symbolBytes[];
   //--- the next stamp to be sent, and of ticks how many with it were
   long              m_nextMs;
   int               m_taken;
   int               m_sent;
   //--- the terminal may not hold the bars back to where the request begins
   bool              m_isShort;
   ulong             m_retryAtMs;
   ulong             m_waitsSinceMs;

   MqlTick           m_ticks[];
   MqlRates          m_rates[];
   uchar             m_records[];

   void              Start();
   void              End(const string code,const string message);
   bool              SendEnd(CAtsSession &session,const long number,const int sent,const AtsFault &fault) const;
   void              SendRefusals(CAtsSession &session);
   void              Wait(const ulong nowMs,const string what);
   void              Sent(const int records);
   bool              IsBarsReady(const string symbol,const ENUM_TIMEFRAMES period);
   bool              SendBars(CAtsSession &session,const ulong nowMs);
   bool              SendBarFrame(CAtsSession &session,const int count);
   void              EndBars();
   bool              SendTicks(CAtsSession &session,const ulong nowMs);
   bool              SendTickFrame(CAtsSession &session,const int skip,const int until);

public:
                     CAtsHistoryServer() : m_count(0), m_isServing(false), m_isEnding(false), m_nextMs(0), m_taken(0), m_sent(0), m_isShort(false),
                     m_retryAtMs(0), m_waitsSinceMs(0) {}

   //--- The session ended, and the requests with it.
   void              Clear();
   //--- BARS_REQUEST or TICKS_REQUEST. False: it says nothing that could be answered.
   bool              Take(const uchar type,const CAtsJsonReader &body);
   //--- True: there is something to do as soon as credit allows.
   bool              IsBusy() const { return(m_count>0); }
   void              Pump(CAtsSession &session);
  };

void CAtsHistoryServer::Clear()
  {
   m_count=0;
   m_isServing=false;
   ArrayResize(m_refused,0);
  }

bool CAtsHistoryServer::Take(const uchar type,const CAtsJsonReader &body)
  {
   long number=0;
   if(!body.TryLong("request",number))
      return(false);
   if(m_count>=ATS_HISTORY_REQUESTS_MAX)
     {
      const int refused=ArraySize(m_refused);
      if(refused>=ATS_HISTORY_REQUESTS_MAX || ArrayResize(m_refused,refused+1)!=refused+1)
         return(false);
      m_refused[refused]=number;
      return(true);
     }
   m_requests[m_count].number=number;
   m_requests[m_count].isTicks=(type==ATS_TYPE_TICKS_REQUEST);
   m_requests[m_count].symbol=body.Text("symbol");
   m_requests[m_count].timeframe=AtsTimeframeCode(body.Text("timeframe"));
   m_requests[m_count].fromMs=body.Long("fromStampMs");
   m_requests[m_count].toMs=body.Long("toStampMs");
   m_count++;
   return(true);
  }

void CAtsHistoryServer::Pump(CAtsSession &session)
  {
   SendRefusals(session);
   while(m_count>0 && session.HasTime())
     {
      const ulong nowMs=AtsSteadyMs();
      if(!m_isServing)
         Start();
      if(m_isEnding)
        {
         if(!SendEnd(session,m_requests[0].number,m_sent,m_fault))
            return;
         m_isServing=false;
         m_count--;
         for(int i=0; i<m_count; i++)
            m_requests[i]=m_requests[i+1];
         continue;
        }
      if(nowMs<m_retryAtMs || session.BulkCredit()<ATS_HISTORY_WORTH_BYTES)
         return;
      const bool isGoingOn=(m_requests[0].isTicks ? SendTicks(session,nowMs) : SendBars(session,nowMs));
      if(!isGoingOn && !m_isEnding)
         return;
     }
  }

void CAtsHistoryServer::Start()
  {
   m_isServing=true;
   m_isEnding=false;
   AtsSetFault(m_fault,"","");
   m_nextMs=m_requests[0].fromMs;
   m_taken=0;
   m_sent=0;
   m_isShort=false;
   m_retryAtMs=0;
   m_waitsSinceMs=AtsSteadyMs();
   AtsUtf8(m_requests[0].symbol,m_symbolBytes);
   if(m_requests[0].toMs<m_requests[0].fromMs || (!m_requests[0].isTicks && m_requests[0].timeframe==0)
      || ArraySize(m_symbolBytes)>ATS_SYMBOL_BYTES_MAX)
      End(ATS_FAULT_REQUEST_INVALID,"This is no span of a symbol's history.");
   else
      if(m_requests[0].symbol=="" || !SymbolSelect(m_requests[0].symbol,true))
         End(ATS_FAULT_INSTRUMENT_MISSING,StringFormat("The broker has no symbol %s.",m_requests[0].symbol));
  }

//+------------------------------------------------------------------+
//| "": all was sent that there is.                                  |
//+------------------------------------------------------------------+
void CAtsHistoryServer::End(const string code,const string message)
  {
   m_isEnding=true;
   AtsSetFault(m_fault,code,message);
  }

bool CAtsHistoryServer::SendEnd(CAtsSession &session,const long number,const int sent,const AtsFault &fault) const
  {
   if(session.BulkCredit()<ATS_HISTORY_END_BYTES)
      return(false);
   CAtsJsonWriter json;
   json.BeginObject();
   json.KeyLong("request",number);
   json.KeyLong("sent",sent);
   if(fault.code=="")
      json.KeyNull("fault");
   else
      AtsWriteFault(fault,json);
   json.EndObject();
   return(session.SendText(ATS_TYPE_HISTORY_END,json.Text()));
  }

void CAtsHistoryServer::SendRefusals(CAtsSession &session)
  {
   AtsFault full;
   AtsSetFault(full,ATS_FAULT_REQUEST_INVALID,StringFormat("No more than %d requests for history may wait.",ATS_HISTORY_REQUESTS_MAX));
   int told=0;
   while(told<ArraySize(m_refused) && SendEnd(session,m_refused[told],0,full))
      told++;
   if(told>0)
      ArrayRemove(m_refused,0,told);
  }

//+------------------------------------------------------------------+
//| Asks again in a while; after the last while the rest is given up.|
//+------------------------------------------------------------------+
void CAtsHistoryServer::Wait(const ulong nowMs,const string what)
  {
   m_retryAtMs=nowMs+ATS_HISTORY_RETRY_MS;
   if(nowMs>=m_waitsSinceMs+ATS_HISTORY_WAIT_MS)
      End(ATS_FAULT_HISTORY_UNAVAILABLE,StringFormat("The terminal has not fetched the %s of %s in time.",what,m_requests[0].symbol));
  }

void CAtsHistoryServer::Sent(const int records)
  {
   m_sent+=records;
   m_waitsSinceMs=AtsSteadyMs();
  }

//+------------------------------------------------------------------+
//| The terminal holds the bars back to the request's begin, or to   |
//| the first that the server has, or all that it is allowed to hold.|
//+------------------------------------------------------------------+
bool CAtsHistoryServer::IsBarsReady(const string symbol,const ENUM_TIMEFRAMES period)
  {
   const datetime from=(datetime)(m_requests[0].fromMs/1000);
   if(AtsHasBars(symbol,period))
     {
      const long held=SeriesInfoInteger(symbol,period,SERIES_FIRSTDATE);
      const long onServer=SeriesInfoInteger(symbol,period,SERIES_SERVER_FIRSTDATE);
      //--- the server's first minute lies within the first bar of a longer timeframe
      m_isShort=(held>(long)from && (onServer==0 || held>onServer+PeriodSeconds(period)));
      if(!m_isShort || Bars(symbol,period)>=TerminalInfoInteger(TERMINAL_MAXBARS))
         return(true);
      m_isShort=false;
     }
   //--- makes the terminal fetch: the bar at the begin, or the one before it
   return(CopyRates(symbol,period,from,1,m_rates)==1 && m_rates[0].time<=from);
  }

bool CAtsHistoryServer::SendBars(CAtsSession &session,const ulong nowMs)
  {
   const string symbol=m_requests[0].symbol;
   const ENUM_TIMEFRAMES period=AtsPeriod(m_requests[0].timeframe);
   if(!IsBarsReady(symbol,period))
     {
      Wait(nowMs,"bars");
      return(false);
     }
   const datetime newest=(datetime)SeriesInfoInteger(symbol,period,SERIES_LASTBAR_DATE);
   const datetime from=(datetime)((m_nextMs+999)/1000);
   if(from>=newest)
     {
      EndBars();
      return(true);
     }
   const int room=AtsRecordsWithin(session.BulkCredit(),ArraySize(m_symbolBytes),ATS_BAR_BYTES);
   bool isLast=false;
   const int read=AtsReadBars(symbol,period,from,newest,MathMin(room,ATS_BARS_PER_MESSAGE_MAX),m_rates,isLast);
   if(read==0)
     {
      Wait(nowMs,"bars");
      return(false);
     }
   //--- the forming bar is no history yet
   int count=(isLast ? read-1 : read);
   while(count>0 && AtsSecondsToMs(m_rates[count-1].time)>m_requests[0].toMs)
      count--;
   if(count>0 && !SendBarFrame(session,count))
      return(false);
   if(isLast || count<read)
      EndBars();
   return(true);
  }

bool CAtsHistoryServer::SendBarFrame(CAtsSession &session,const int count)
  {
   uchar payload[];
   if(!AtsPackBars(m_rates,count,m_records))
      return(false);
   const int length=AtsBarsPayload(m_symbolBytes,m_requests[0].timeframe,m_records,false,payload);
   if(length==0 || !session.SendBytes(ATS_TYPE_BARS,payload,length))
      return(false);
   Sent(count);
   m_nextMs=AtsSecondsToMs(m_rates[count-1].time)+1;
   return(true);
  }

void CAtsHistoryServer::EndBars()
  {
   if(m_isShort)
      End(ATS_FAULT_HISTORY_UNAVAILABLE,"The terminal may not hold more bars: raise its option Max bars in chart.");
   else
      End("","");
  }

//+------------------------------------------------------------------+
//| From the next stamp inclusive, with the same care for many ticks |
//| in one millisecond as the live stream.                           |
//+------------------------------------------------------------------+
bool CAtsHistoryServer::SendTicks(CAtsSession &session,const ulong nowMs)
  {
   if(m_sent==0)
      session.Busy("CopyTicks",ATS_HISTORY_BUSY_MS);
   const int room=AtsRecordsWithin(session.BulkCredit(),ArraySize(m_symbolBytes),ATS_TICK_BYTES);
   const int batch=MathMin(room,ATS_TICKS_PER_MESSAGE_MAX);
   ResetLastError();
   const int copied=CopyTicks(m_requests[0].symbol,m_ticks,COPY_TICKS_INFO,(ulong)m_nextMs,(uint)(m_taken+batch));
   if(copied<0 || GetLastError()==ERR_HISTORY_TIMEOUT)
     {
      Wait(nowMs,"ticks");
      return(false);
     }
   const bool isLast=(copied<m_taken+batch);
   int until=copied;
   while(until>0 && m_ticks[until-1].time_msc>=m_requests[0].toMs)
      until--;
   int skip=0;
   while(skip<until && skip<m_taken && m_ticks[skip].time_msc==m_nextMs)
      skip++;
   if(until>skip && !SendTickFrame(session,skip,until))
      return(false);
   if(until<copied || isLast)
      End("","");
   return(true);
  }

bool CAtsHistoryServer::SendTickFrame(CAtsSession &session,const int skip,const int until)
  {
   const long stampMs=m_ticks[until-1].time_msc;
   int taken=(stampMs==m_nextMs ? m_taken : 0);
   for(int i=until-1; i>=skip && m_ticks[i].time_msc==stampMs; i--)
      taken++;
   uchar payload[];
   if(!AtsPackTicks(m_ticks,until,m_records))
      return(false);
   const int length=AtsTicksPayload(m_symbolBytes,m_records,skip*ATS_TICK_BYTES,(until-skip)*ATS_TICK_BYTES,taken,false,payload);
   if(length==0 || !session.SendBytes(ATS_TYPE_TICKS,payload,length))
      return(false);
   Sent(until-skip);
   m_nextMs=stampMs;
   m_taken=taken;
   return(true);
  }

#endif

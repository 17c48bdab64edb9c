//+------------------------------------------------------------------+
//|                                                    BarStream.mqh |
//| The bars of one symbol and timeframe, closed ones and the one    |
//| that is forming.                                                 |
//+------------------------------------------------------------------+
#ifndef ATS_BAR_STREAM_MQH
#define ATS_BAR_STREAM_MQH

#include "BulkPayload.mqh"
#include "Clock.mqh"
#include "Protocol.mqh"
#include "ReadBars.mqh"
#include "Session.mqh"
#include "Timeframe.mqh"

#define ATS_BARS_WORTH_A_FRAME 16
#define ATS_BARS_CHECK_MS      50
#define ATS_BARS_FORMING_MS    1000
#define ATS_BARS_RETRY_MS      1000

//+------------------------------------------------------------------+
//| Every message begins with the last closed bar that was sent: the |
//| cockpit compares it with its own, and asks again from farther    |
//| back where the broker has changed it. Only history that the      |
//| terminal holds is read, so that no call has to wait for a server.|
//+------------------------------------------------------------------+
class CAtsBarStream
  {
private:
   string            m_symbol;
   uchar             m_symbolBytes[];
   int               m_code;
   ENUM_TIMEFRAMES   m_period;
   bool              m_isActive;
   //--- open of the last closed bar that the cockpit has; 0: none yet
   datetime          m_lastClosed;
   //--- the forming bar as it was sent last; its time is 0 until the stream has caught up
   MqlRates          m_forming;
   ulong             m_checkAtMs;
   ulong             m_formingAtMs;

   MqlRates          m_rates[];
   uchar             m_records[];

   bool              SendClosed(CAtsSession &session,const int room,const datetime newest);
   bool              SendForming(CAtsSession &session,const ulong nowMs);
   bool              Send(CAtsSession &session,const int count,const bool isForming);
   void              Wait(const ulong nowMs,const int ms) { m_checkAtMs=nowMs+(ulong)ms; }

public:
                     CAtsBarStream() : m_symbol(""), m_code(0), m_period(PERIOD_M1), m_isActive(false), m_lastClosed(0),
                     m_checkAtMs(0), m_formingAtMs(0) { ZeroMemory(m_forming); }

   //--- 0: from ATS_FIRST_BARS_DAYS before the day of the newest bar on.
   void              Begin(const string symbol,const int code,const long lastOpenStampMs);
   void              Stop() { m_isActive=false; }
   //--- Sends at most one frame; true: one was sent, and there may be another.
   bool              Pump(CAtsSession &session);
  };

void CAtsBarStream::Begin(const string symbol,const int code,const long lastOpenStampMs)
  {
   m_symbol=symbol;
   m_code=code;
   m_period=AtsPeriod(code);
   AtsUtf8(symbol,m_symbolBytes);
   m_isActive=(ArraySize(m_symbolBytes)<=ATS_SYMBOL_BYTES_MAX);
   m_lastClosed=(datetime)(lastOpenStampMs/1000);
   ZeroMemory(m_forming);
   m_checkAtMs=0;
   m_formingAtMs=0;
  }

bool CAtsBarStream::Pump(CAtsSession &session)
  {
   const ulong nowMs=AtsSteadyMs();
   if(!m_isActive || nowMs<m_checkAtMs)
      return(false);
   const int room=AtsRecordsWithin(session.BulkCredit()-ATS_STREAM_RESERVE_BYTES,ArraySize(m_symbolBytes),ATS_BAR_BYTES);
   if(room<ATS_BARS_WORTH_A_FRAME)
      return(false);
   if(!AtsHasBars(m_symbol,m_period))
     {
      Wait(nowMs,ATS_BARS_RETRY_MS);
      return(false);
     }
   const datetime newest=(datetime)SeriesInfoInteger(m_symbol,m_period,SERIES_LASTBAR_DATE);
   if(m_lastClosed==0)
      m_lastClosed=newest-newest%86400-ATS_FIRST_BARS_DAYS*86400;
   if(newest==m_forming.time)
     {
      Wait(nowMs,ATS_BARS_CHECK_MS);
      return(SendForming(session,nowMs));
     }
   if(SendClosed(session,room<ATS_BARS_PER_MESSAGE_MAX ? room : ATS_BARS_PER_MESSAGE_MAX,newest))
      return(true);
   Wait(nowMs,ATS_BARS_CHECK_MS);
   return(false);
  }

bool CAtsBarStream::SendClosed(CAtsSession &session,const int room,const datetime newest)
  {
   bool isForming=false;
   const int count=AtsReadBars(m_symbol,m_period,m_lastClosed,newest,room,m_rates,isForming);
   if(count==0 || !Send(session,count,isForming))
      return(false);
   const int closed=(isForming ? count-1 : count);
   if(closed>0)
      m_lastClosed=m_rates[closed-1].time;
   if(isForming)
      m_forming=m_rates[count-1];
   return(true);
  }

bool CAtsBarStream::SendForming(CAtsSession &session,const ulong nowMs)
  {
   if(nowMs<m_formingAtMs || CopyRates(m_symbol,m_period,0,1,m_rates)!=1)
      return(false);
   m_formingAtMs=nowMs+ATS_BARS_FORMING_MS;
   if(m_rates[0].time!=m_forming.time || (m_rates[0].tick_volume==m_forming.tick_volume && m_rates[0].close==m_forming.close))
      return(false);
   if(!Send(session,1,true))
      return(false);
   m_forming=m_rates[0];
   return(false);
  }

bool CAtsBarStream::Send(CAtsSession &session,const int count,const bool isForming)
  {
   if(!AtsPackBars(m_rates,count,m_records))
      return(false);
   uchar payload[];
   const int length=AtsBarsPayload(m_symbolBytes,m_code,m_records,isForming,payload);
   return(length>0 && session.SendBytes(ATS_TYPE_BARS,payload,length));
  }

#endif

//+------------------------------------------------------------------+
//|                                                   TickStream.mqh |
//| The live ticks of one symbol: none lost, none twice.             |
//+------------------------------------------------------------------+
#ifndef ATS_TICK_STREAM_MQH
#define ATS_TICK_STREAM_MQH

#include "BulkPayload.mqh"
#include "Clock.mqh"
#include "Hash.mqh"
#include "Protocol.mqh"
#include "Session.mqh"

//--- with room for less the frame waits: many small frames cost more than they bring
#define ATS_TICKS_WORTH_A_FRAME 64
//--- the terminal's own history is compared with what was sent this often; a quote that came is looked for at once
#define ATS_TICKS_VERIFY_MS     1000
#define ATS_TICKS_RETRY_MS_MIN  250
#define ATS_TICKS_RETRY_MS_MAX  5000
#define ATS_MINUTE_MS           60000

//+------------------------------------------------------------------+
//| A cursor into the terminal's own tick base, which is the buffer: |
//| the stamp of the last tick sent, and how many with that stamp.   |
//| CopyTicks reads from the stamp itself, so that a tick which came |
//| later in the same millisecond is found, and asks for those that  |
//| were taken besides a batch, so that no millisecond is too full.  |
//| What was sent last is kept as bytes and compared once a second,  |
//| and before it is let go of: where the terminal's history was     |
//| rewritten, all is sent again from there.                         |
//+------------------------------------------------------------------+
class CAtsTickStream
  {
private:
   string            m_symbol;
   uchar             m_symbolBytes[];
   bool              m_isActive;
   //--- no CopyTicks was made since the broker came back: the first may wait for what was missed
   bool              m_isCold;

   //--- 0: not known yet
   long              m_stampMs;
   int               m_taken;
   bool              m_isRewind;
   bool              m_hasMore;
   MqlTick           m_last;

   //--- the records of the last ticks that the cockpit has, from the first of a millisecond on
   uchar             m_overlap[];
   long              m_overlapFromMs;
   //--- what the cockpit says of its last ticks, until it was compared
   int               m_claimedCount;
   string            m_claimedHash;
   ulong             m_verifyAtMs;
   ulong             m_rewoundAtMs;

   ulong             m_retryAtMs;
   int               m_retryMs;

   MqlTick           m_ticks[];
   uchar             m_records[];

   bool              IsDue(const ulong nowMs) const;
   bool              IsReadable();
   bool              BeginAtLastQuote();
   int               Read(const long fromMs,const int count,const ulong nowMs);
   void              Retry(const ulong nowMs);
   void              Rewind(const long fromMs,const ulong nowMs);
   bool              Verify(const ulong nowMs);
   bool              VerifyClaim(const ulong nowMs);
   int               TakenAmong(const int count) const;
   bool              IsOverlapLong() const { return(ArraySize(m_overlap)>=2*ATS_OVERLAP_MAX*ATS_TICK_BYTES); }
   int               CountAtLast(const int count,const int skip) const;
   void              ShortenOverlap();
   long              OverlapStamp(const int index) const;
   bool              SendBatch(CAtsSession &session,const int batch,const ulong nowMs);

public:
                     CAtsTickStream() : m_symbol(""), m_isActive(false), m_isCold(true), m_stampMs(0), m_taken(0),
                     m_isRewind(false), m_hasMore(false), m_overlapFromMs(0), m_claimedCount(0), m_claimedHash(""),
                     m_verifyAtMs(0), m_rewoundAtMs(0), m_retryAtMs(0), m_retryMs(0) { ZeroMemory(m_last); }

   //--- Begins anew after `stampMs`, of which `taken` ticks are there already; 0: with the minute of the last quote.
   void              Begin(const string symbol,const long stampMs,const int taken);
   //--- What the cockpit has from `fromMs` on: so many ticks with such a hash.
   void              Claim(const long fromMs,const int count,const string hash);
   void              Stop() { m_isActive=false; }
   //--- Sends at most one frame; true: one was sent, and there may be another.
   bool              Pump(CAtsSession &session);
  };

void CAtsTickStream::Begin(const string symbol,const long stampMs,const int taken)
  {
   if(symbol!=m_symbol)
      m_isCold=true;
   m_symbol=symbol;
   AtsUtf8(symbol,m_symbolBytes);
   m_isActive=(ArraySize(m_symbolBytes)<=ATS_SYMBOL_BYTES_MAX);
   m_stampMs=stampMs;
   m_taken=taken;
   m_isRewind=false;
   m_hasMore=true;
   ArrayResize(m_overlap,0);
   m_overlapFromMs=stampMs;
   m_claimedCount=0;
   m_verifyAtMs=0;
   m_rewoundAtMs=0;
   m_retryAtMs=0;
   m_retryMs=0;
  }

void CAtsTickStream::Claim(const long fromMs,const int count,const string hash)
  {
   m_overlapFromMs=fromMs;
   m_claimedCount=count;
   m_claimedHash=hash;
  }

bool CAtsTickStream::Pump(CAtsSession &session)
  {
   const ulong nowMs=AtsSteadyMs();
   if(!m_isActive || nowMs<m_retryAtMs)
      return(false);
   const int batch=AtsRecordsWithin(session.BulkCredit()-ATS_STREAM_RESERVE_BYTES,ArraySize(m_symbolBytes),ATS_TICK_BYTES);
   if(batch<ATS_TICKS_WORTH_A_FRAME || !IsDue(nowMs))
      return(false);
   if(!IsReadable() || (m_stampMs==0 && !BeginAtLastQuote()))
     {
      m_retryAtMs=nowMs+ATS_TICKS_RETRY_MS_MIN;
      return(false);
     }
   if(m_isCold)
      session.Busy("CopyTicks",ATS_BUSY_MS_MAX);
   m_isCold=false;
   if((nowMs>=m_verifyAtMs || IsOverlapLong()) && !Verify(nowMs))
      return(false);
   return(SendBatch(session,batch<ATS_TICKS_PER_MESSAGE_MAX ? batch : ATS_TICKS_PER_MESSAGE_MAX,nowMs));
  }

//+------------------------------------------------------------------+
//| Two equal quotes in one millisecond look like one here: the next |
//| comparison finds the second.                                     |
//+------------------------------------------------------------------+
bool CAtsTickStream::IsDue(const ulong nowMs) const
  {
   if(m_hasMore || m_isRewind || nowMs>=m_verifyAtMs)
      return(true);
   MqlTick quote;
   ZeroMemory(quote);
   return(SymbolInfoTick(m_symbol,quote)
          && (quote.time_msc!=m_last.time_msc || quote.bid!=m_last.bid || quote.ask!=m_last.ask));
  }

//+------------------------------------------------------------------+
//| Without the broker CopyTicks would wait for a server that does   |
//| not answer; after it, for what was missed.                       |
//+------------------------------------------------------------------+
bool CAtsTickStream::IsReadable()
  {
   if(TerminalInfoInteger(TERMINAL_CONNECTED)!=0 && SymbolIsSynchronized(m_symbol))
      return(true);
   m_isCold=true;
   m_verifyAtMs=0;
   return(false);
  }

bool CAtsTickStream::BeginAtLastQuote()
  {
   MqlTick quote;
   ZeroMemory(quote);
   if(!SymbolInfoTick(m_symbol,quote) || quote.time_msc<=0)
      return(false);
   m_stampMs=quote.time_msc-quote.time_msc%ATS_MINUTE_MS;
   m_overlapFromMs=m_stampMs;
   return(true);
  }

//+------------------------------------------------------------------+
//| Ticks from that stamp inclusive, read and packed. 0: there are   |
//| none, or the terminal could not say; it is asked again later.    |
//+------------------------------------------------------------------+
int CAtsTickStream::Read(const long fromMs,const int count,const ulong nowMs)
  {
   ResetLastError();
   const int copied=CopyTicks(m_symbol,m_ticks,COPY_TICKS_INFO,(ulong)fromMs,(uint)count);
   const int error=GetLastError();
   //--- with a time-out come the ticks that are there, and between them those are missing that still have to be fetched
   const bool isWhole=(copied>=0 && error!=ERR_HISTORY_TIMEOUT);
   if(!isWhole && m_retryMs==0)
      PrintFormat("ATS: the ticks of %s cannot be read (error %d); trying again.",m_symbol,error);
   if(!isWhole || copied==0 || !AtsPackTicks(m_ticks,copied,m_records))
     {
      Retry(nowMs);
      return(0);
     }
   m_retryMs=0;
   return(copied);
  }

void CAtsTickStream::Retry(const ulong nowMs)
  {
   m_retryMs=(m_retryMs==0 ? ATS_TICKS_RETRY_MS_MIN : MathMin(2*m_retryMs,ATS_TICKS_RETRY_MS_MAX));
   m_retryAtMs=nowMs+(ulong)m_retryMs;
  }

//+------------------------------------------------------------------+
//| At once the first time; where the terminal says something else   |
//| at every call, no more than once a second.                       |
//+------------------------------------------------------------------+
void CAtsTickStream::Rewind(const long fromMs,const ulong nowMs)
  {
   PrintFormat("ATS: the ticks of %s were rewritten; sending them again from %I64d.",m_symbol,fromMs);
   if(m_rewoundAtMs>0 && nowMs<m_rewoundAtMs+ATS_TICKS_VERIFY_MS)
      m_retryAtMs=m_rewoundAtMs+ATS_TICKS_VERIFY_MS;
   m_rewoundAtMs=nowMs;
   m_stampMs=fromMs;
   m_taken=0;
   m_isRewind=true;
   m_hasMore=true;
   m_claimedCount=0;
   m_overlapFromMs=fromMs;
   ArrayResize(m_overlap,0);
  }

//+------------------------------------------------------------------+
//| Compares the terminal's history with what the cockpit has of it. |
//| False: to be gone on with later.                                 |
//+------------------------------------------------------------------+
bool CAtsTickStream::Verify(const ulong nowMs)
  {
   if(m_claimedCount>0)
      return(VerifyClaim(nowMs));
   const int bytes=ArraySize(m_overlap);
   if(bytes>0)
     {
      const int copied=Read(m_overlapFromMs,bytes/ATS_TICK_BYTES,nowMs);
      if(copied==0)
         return(false);
      if(ArraySize(m_records)!=bytes || ArrayCompare(m_records,m_overlap)!=0)
         Rewind(m_overlapFromMs,nowMs);
      else
         ShortenOverlap();
     }
   m_verifyAtMs=nowMs+ATS_TICKS_VERIFY_MS;
   return(nowMs>=m_retryAtMs);
  }

bool CAtsTickStream::VerifyClaim(const ulong nowMs)
  {
   const int copied=Read(m_overlapFromMs,m_claimedCount,nowMs);
   if(copied==0)
      return(false);
   if(copied!=m_claimedCount || StringSubstr(AtsSha256Hex(m_records),0,ATS_HASH_DIGITS)!=m_claimedHash)
      Rewind(m_overlapFromMs,nowMs);
   else
      if(m_ticks[copied-1].time_msc==m_stampMs && CountAtLast(copied,0)==m_taken)
         ArrayCopy(m_overlap,m_records);
      else
         //--- the cockpit keeps no ticks that are no quotes, but its cursor went past them: the cursor holds
         m_overlapFromMs=m_stampMs;
   m_claimedCount=0;
   m_verifyAtMs=nowMs+ATS_TICKS_VERIFY_MS;
   return(true);
  }

//+------------------------------------------------------------------+
//| Of the ticks that were read, how many are taken already.         |
//+------------------------------------------------------------------+
int CAtsTickStream::TakenAmong(const int count) const
  {
   int taken=0;
   while(taken<count && taken<m_taken && m_ticks[taken].time_msc==m_stampMs)
      taken++;
   return(taken);
  }

//+------------------------------------------------------------------+
//| How many of the ticks after `skip` bear the last one's stamp.    |
//+------------------------------------------------------------------+
int CAtsTickStream::CountAtLast(const int count,const int skip) const
  {
   const long stampMs=m_ticks[count-1].time_msc;
   int same=0;
   while(same<count-skip && m_ticks[count-1-same].time_msc==stampMs)
      same++;
   return(same);
  }

bool CAtsTickStream::SendBatch(CAtsSession &session,const int batch,const ulong nowMs)
  {
   const int copied=Read(m_stampMs,m_taken+batch,nowMs);
   if(copied==0)
      return(false);
   const int skip=TakenAmong(copied);
   //--- where nothing but the cursor is known of what the cockpit has, it is these from here on
   if(ArraySize(m_overlap)==0 && skip>0)
      ArrayCopy(m_overlap,m_records,0,0,skip*ATS_TICK_BYTES);
   if(skip<m_taken)
     {
      Rewind(m_overlapFromMs,nowMs);
      return(nowMs>=m_retryAtMs);
     }
   const int count=copied-skip;
   m_hasMore=(count==batch);
   if(count==0)
      return(false);
   const long stampMs=m_ticks[copied-1].time_msc;
   const int taken=CountAtLast(copied,skip)+(stampMs==m_stampMs ? m_taken : 0);
   uchar payload[];
   const int length=AtsTicksPayload(m_symbolBytes,m_records,skip*ATS_TICK_BYTES,count*ATS_TICK_BYTES,taken,m_isRewind,payload);
   if(length==0 || !session.SendBytes(ATS_TYPE_TICKS,payload,length))
      return(false);
   if(ArraySize(m_overlap)==0)
      m_overlapFromMs=m_ticks[skip].time_msc;
   ArrayCopy(m_overlap,m_records,ArraySize(m_overlap),skip*ATS_TICK_BYTES,count*ATS_TICK_BYTES);
   m_stampMs=stampMs;
   m_taken=taken;
   m_isRewind=false;
   m_last=m_ticks[copied-1];
   return(true);
  }

//+------------------------------------------------------------------+
//| Lets go of what lies far back, whole milliseconds at a time, and |
//| only just after it was compared: however many ticks come at once,|
//| none of them slips out of sight unseen.                          |
//+------------------------------------------------------------------+
void CAtsTickStream::ShortenOverlap()
  {
   int drop=ArraySize(m_overlap)/ATS_TICK_BYTES-ATS_OVERLAP_MAX;
   while(drop>0 && OverlapStamp(drop)==OverlapStamp(drop-1))
      drop--;
   if(drop>0 && ArrayRemove(m_overlap,0,drop*ATS_TICK_BYTES))
      m_overlapFromMs=OverlapStamp(0);
  }

long CAtsTickStream::OverlapStamp(const int index) const
  {
   AtsTickRecord record;
   ZeroMemory(record);
   if(!CharArrayToStruct(record,m_overlap,(uint)(index*ATS_TICK_BYTES)))
      return(0);
   return(record.stampMs);
  }

#endif

//+------------------------------------------------------------------+
//|                                                      Journal.mqh |
//| What was done with which order: one file per server and login.   |
//+------------------------------------------------------------------+
#ifndef ATS_JOURNAL_MQH
#define ATS_JOURNAL_MQH

#include "JournalFile.mqh"
#include "OrderRequest.mqh"
#include "Protocol.mqh"

//--- from this size on finished orders are merged into the marks of their installations
#define ATS_JOURNAL_BYTES_MAX   262144
//--- finished orders that stay whole, the newest ones
#define ATS_JOURNAL_KEPT        256
#define ATS_JOURNAL_ENTRIES_MAX 4096

#define ATS_STAGE_RECEIVED 1
#define ATS_STAGE_SENDING  2

struct AtsJournalEntry
  {
   ulong             id;
   int               kind;
   int               stage;
   long              receivedUtcMs;
   long              sendingUtcMs;
   bool              isBuy;
   double            volume;
   double            stop;
   double            target;
   ulong             positionId;
   string            symbol;
   string            hash;
   //--- the newest result as it was told, "" before the first
   string            result;
   bool              isFinal;
   bool              hasDeals;
   //--- the position's stop was read back after an entry
   bool              isGuarded;
   //--- 0: not known yet
   ulong             orderTicket;
   //--- what only this run of the program knows: its request, when it was sent, and what it was answered (-1: nothing yet)
   uint              requestId;
   ulong             sentSteadyMs;
   int               retcode;
   ulong             lookedSteadyMs;
   bool              isHinted;
  };

void AtsClearEntry(AtsJournalEntry &entry)
  {
   entry.id=0;
   entry.kind=0;
   entry.stage=ATS_STAGE_RECEIVED;
   entry.receivedUtcMs=0;
   entry.sendingUtcMs=0;
   entry.isBuy=false;
   entry.volume=0;
   entry.stop=0;
   entry.target=0;
   entry.positionId=0;
   entry.symbol="";
   entry.hash="";
   entry.result="";
   entry.isFinal=false;
   entry.hasDeals=false;
   entry.isGuarded=false;
   entry.orderTicket=0;
   entry.requestId=0;
   entry.sentSteadyMs=0;
   entry.retcode=-1;
   entry.lookedSteadyMs=0;
   entry.isHinted=false;
  }

//+------------------------------------------------------------------+
//| Append only. RECEIVED is written before anything is done with an |
//| order, SENDING is on the disk before the broker hears of it, a   |
//| result may be lost: it is found again in the terminal's records. |
//| `entries` is read by everybody and changed by the journal alone, |
//| but for what only this run knows.                                |
//+------------------------------------------------------------------+
class CAtsJournal
  {
private:
   CAtsJournalFile   m_file;
   ulong             m_marks[];
   int               m_markCount;
   long              m_tidyAtBytes;
   //--- what could not be read must not be written over
   bool              m_isLoaded;

   void              Apply(const string record);
   void              ApplyReceived(string rest);
   void              ApplyResult(const int at,string rest);
   bool              Append(const string record);
   void              Add(const AtsJournalEntry &entry);
   void              RaiseMark(const ulong id);
   int               MarkOf(const ulong id) const;
   bool              IsFinished(const int at) const;
   bool              Rewrite();
   string            ReceivedRecord(const int at) const;
   string            ResultRecord(const int at) const;

public:
   AtsJournalEntry   entries[];
   int               count;

                     CAtsJournal() : m_markCount(0), m_tidyAtBytes(ATS_JOURNAL_BYTES_MAX), m_isLoaded(false), count(0) {}

   //--- Reads all that is there. False: it cannot be opened now, and nothing can be journalled until it can.
   bool              Open(const string name);
   bool              IsOpen() const { return(m_isLoaded); }
   bool              HasFailed() const { return(!m_isLoaded || m_file.HasFailed()); }
   void              Close();
   //--- A record was unreadable although sound ones follow it: this is no torn tail, something damaged the file.
   bool              IsDamaged() const { return(m_file.IsDamaged()); }

   //--- -1: not journalled.
   int               Find(const ulong id) const;
   int               FindRequest(const uint requestId) const;
   //--- Not above the highest id of its installation.
   bool              IsStale(const ulong id) const;
   //--- The highest id of each installation, as a JSON array.
   string            MarksJson() const;

   //--- Each answers false where the record may not be on the disk.
   bool              Receive(const AtsOrder &order,const long utcMs);
   bool              MarkSending(const int at,const double volume,const long utcMs);
   bool              StoreResult(const int at,const string result,const bool isFinal,const bool hasDeals);
   bool              MarkGuarded(const int at);
   //--- Flushes what need not be on the disk at once, and merges what has ended long ago. For quiet moments.
   void              Tidy();
  };

bool CAtsJournal::Open(const string name)
  {
   Close();
   string record;
   if(!m_file.Open(name))
      return(false);
   while(m_file.Next(record))
      Apply(record);
   m_tidyAtBytes=ATS_JOURNAL_BYTES_MAX;
   m_isLoaded=true;
   //--- a rewrite that fails is tried again before the next record
   if(!m_file.IsWhole())
      Rewrite();
   return(true);
  }

void CAtsJournal::Close()
  {
   m_file.Close();
   m_isLoaded=false;
   m_markCount=0;
   count=0;
  }

int CAtsJournal::Find(const ulong id) const
  {
   //--- what is asked for is nearly always among the newest
   for(int i=count-1; i>=0; i--)
      if(entries[i].id==id)
         return(i);
   return(-1);
  }

int CAtsJournal::FindRequest(const uint requestId) const
  {
   for(int i=count-1; i>=0 && requestId!=0; i--)
      if(entries[i].requestId==requestId)
         return(i);
   return(-1);
  }

bool CAtsJournal::IsStale(const ulong id) const
  {
   int at=MarkOf(id);
   return(at>=0 && id<=m_marks[at]);
  }

string CAtsJournal::MarksJson() const
  {
   CAtsJsonWriter json;
   json.BeginArray();
   for(int i=0; i<m_markCount; i++)
      json.Id(m_marks[i]);
   json.EndArray();
   return(json.Text());
  }

bool CAtsJournal::Receive(const AtsOrder &order,const long utcMs)
  {
   if(count>=ATS_JOURNAL_ENTRIES_MAX)
      return(false);
   AtsJournalEntry entry;
   AtsClearEntry(entry);
   entry.id=order.id;
   entry.kind=order.kind;
   entry.receivedUtcMs=utcMs;
   entry.isBuy=order.isBuy;
   entry.volume=order.volume;
   entry.stop=order.stop;
   entry.target=order.target;
   entry.positionId=order.positionId;
   entry.symbol=order.symbol;
   entry.hash=order.hash;
   Add(entry);
   if(Append(ReceivedRecord(count-1)))
     {
      RaiseMark(order.id);
      return(true);
     }
   count--;
   return(false);
  }

bool CAtsJournal::MarkSending(const int at,const double volume,const long utcMs)
  {
   string record=StringFormat("S %I64u %I64d %.8f",entries[at].id,utcMs,volume);
   if(!Append(record) || !m_file.Flush())
      return(false);
   entries[at].stage=ATS_STAGE_SENDING;
   entries[at].sendingUtcMs=utcMs;
   entries[at].volume=volume;
   return(true);
  }

bool CAtsJournal::StoreResult(const int at,const string result,const bool isFinal,const bool hasDeals)
  {
   entries[at].result=result;
   entries[at].isFinal=isFinal;
   entries[at].hasDeals=hasDeals;
   return(Append(ResultRecord(at)));
  }

bool CAtsJournal::MarkGuarded(const int at)
  {
   entries[at].isGuarded=true;
   return(Append(StringFormat("G %I64u",entries[at].id)));
  }

void CAtsJournal::Tidy()
  {
   if(!m_isLoaded)
      return;
   if(m_file.HasUnflushed())
      m_file.Flush();
   if(m_file.Bytes()<m_tidyAtBytes)
      return;
   int finished=0;
   for(int i=0; i<count; i++)
      if(IsFinished(i))
         finished++;
   int dropped=0;
   int kept=0;
   for(int i=0; i<count; i++)
     {
      if(IsFinished(i) && finished-dropped>ATS_JOURNAL_KEPT)
        {
         dropped++;
         continue;
        }
      if(kept<i)
         entries[kept]=entries[i];
      kept++;
     }
   count=kept;
   Rewrite();
   //--- what cannot be merged yet must not have the file written again and again
   m_tidyAtBytes=MathMax((long)ATS_JOURNAL_BYTES_MAX,2*m_file.Bytes());
  }

//--- An entry without deals needs no stop; what was only received was never sent.
bool CAtsJournal::IsFinished(const int at) const
  {
   return(entries[at].isFinal && (entries[at].kind!=ATS_KIND_ENTRY || !entries[at].hasDeals || entries[at].isGuarded));
  }

//--- After a failed write the file may end in half a record: it is written anew before anything is appended to it.
bool CAtsJournal::Append(const string record)
  {
   if(!m_isLoaded || (m_file.HasFailed() && !Rewrite()))
      return(false);
   return(m_file.Append(record));
  }

bool CAtsJournal::Rewrite()
  {
   if(!m_file.BeginRewrite())
      return(false);
   for(int i=0; i<m_markCount; i++)
      m_file.Append(StringFormat("M %I64u",m_marks[i]));
   for(int i=0; i<count; i++)
     {
      m_file.Append(ReceivedRecord(i));
      if(entries[i].stage==ATS_STAGE_SENDING)
         m_file.Append(StringFormat("S %I64u %I64d %.8f",entries[i].id,entries[i].sendingUtcMs,entries[i].volume));
      if(entries[i].result!="")
         m_file.Append(ResultRecord(i));
      if(entries[i].isGuarded)
         m_file.Append(StringFormat("G %I64u",entries[i].id));
     }
   return(m_file.EndRewrite());
  }

string CAtsJournal::ReceivedRecord(const int at) const
  {
   string record=StringFormat("R %I64u %I64d %d %d",entries[at].id,entries[at].receivedUtcMs,entries[at].kind,(int)entries[at].isBuy);
   record+=StringFormat(" %.8f %.8f %.8f %I64u",entries[at].volume,entries[at].stop,entries[at].target,entries[at].positionId);
   return(record+" "+entries[at].hash+" "+entries[at].symbol);
  }

string CAtsJournal::ResultRecord(const int at) const
  {
   string record=StringFormat("T %I64u %d %d %I64u",entries[at].id,(int)entries[at].isFinal,(int)entries[at].hasDeals,entries[at].orderTicket);
   return(record+" "+entries[at].result);
  }

void CAtsJournal::Apply(const string record)
  {
   string rest=record;
   string type=AtsTakeField(rest);
   if(type=="R")
     {
      ApplyReceived(rest);
      return;
     }
   ulong id=(ulong)StringToInteger(AtsTakeField(rest));
   if(type=="M")
     {
      RaiseMark(id);
      return;
     }
   int at=Find(id);
   if(at<0)
      return;
   if(type=="S")
     {
      entries[at].stage=ATS_STAGE_SENDING;
      entries[at].sendingUtcMs=StringToInteger(AtsTakeField(rest));
      entries[at].volume=StringToDouble(AtsTakeField(rest));
     }
   if(type=="T")
      ApplyResult(at,rest);
   if(type=="G")
      entries[at].isGuarded=true;
  }

void CAtsJournal::ApplyReceived(string rest)
  {
   AtsJournalEntry entry;
   AtsClearEntry(entry);
   entry.id=(ulong)StringToInteger(AtsTakeField(rest));
   entry.receivedUtcMs=StringToInteger(AtsTakeField(rest));
   entry.kind=(int)StringToInteger(AtsTakeField(rest));
   entry.isBuy=(AtsTakeField(rest)=="1");
   entry.volume=StringToDouble(AtsTakeField(rest));
   entry.stop=StringToDouble(AtsTakeField(rest));
   entry.target=StringToDouble(AtsTakeField(rest));
   entry.positionId=(ulong)StringToInteger(AtsTakeField(rest));
   entry.hash=AtsTakeField(rest);
   entry.symbol=rest;
   //--- above its mark an id is new, without looking
   if(!IsStale(entry.id) || Find(entry.id)<0)
      Add(entry);
   RaiseMark(entry.id);
  }

void CAtsJournal::ApplyResult(const int at,string rest)
  {
   entries[at].isFinal=(AtsTakeField(rest)=="1");
   entries[at].hasDeals=(AtsTakeField(rest)=="1");
   entries[at].orderTicket=(ulong)StringToInteger(AtsTakeField(rest));
   entries[at].result=rest;
  }

void CAtsJournal::Add(const AtsJournalEntry &entry)
  {
   if(ArraySize(entries)<=count)
      ArrayResize(entries,count+1,64);
   entries[count]=entry;
   count++;
  }

void CAtsJournal::RaiseMark(const ulong id)
  {
   int at=MarkOf(id);
   if(at<0)
     {
      at=m_markCount++;
      ArrayResize(m_marks,m_markCount,8);
      m_marks[at]=id;
     }
   if(id>m_marks[at])
      m_marks[at]=id;
  }

int CAtsJournal::MarkOf(const ulong id) const
  {
   for(int i=0; i<m_markCount; i++)
      if((m_marks[i]>>ATS_COUNTER_BITS)==(id>>ATS_COUNTER_BITS))
         return(i);
   return(-1);
  }

#endif
//+------------------------------------------------------------------+

//+------------------------------------------------------------------+
//|                                                 JournalProbe.mq5 |
//| Does with journals what a file of commands says.                 |
//+------------------------------------------------------------------+
#property version "1.00"

#include <ATS/Journal.mqh>

#define ATS_PROBE_COMMANDS "ATS\\journal-commands.txt"
#define ATS_PROBE_ANSWERS  "ATS\\journal-answers.txt"

CAtsJournal g_journal;
int         g_answers=INVALID_HANDLE;

//+------------------------------------------------------------------+
//| A command a line, a line of JSON for each:                       |
//|    open NAME, receive ID, sending ID, result ID FINAL DEALS,     |
//|    guarded ID, tidy, dump, many FROM COUNT                       |
//| Answered by whether it was done; dump by all that is known.      |
//+------------------------------------------------------------------+
void OnStart()
  {
   int commands=FileOpen(ATS_PROBE_COMMANDS,FILE_READ|FILE_BIN);
   g_answers=FileOpen(ATS_PROBE_ANSWERS,FILE_WRITE|FILE_BIN);
   if(commands==INVALID_HANDLE || g_answers==INVALID_HANDLE)
      return;
   uchar bytes[];
   uint count=FileReadArray(commands,bytes);
   FileClose(commands);
   string lines[];
   int total=StringSplit(CharArrayToString(bytes,0,(int)count,CP_UTF8),'\n',lines);
   for(int i=0; i<total; i++)
      if(lines[i]!="")
         Answer(lines[i]);
   FileClose(g_answers);
  }

void Answer(const string line)
  {
   string rest=line;
   string command=AtsTakeField(rest);
   if(command=="dump")
      Say(Dump());
   else
      Say(Do(command,rest) ? "true" : "false");
  }

bool Do(const string command,string rest)
  {
   if(command=="open")
      return(g_journal.Open(rest));
   if(command=="tidy")
     {
      g_journal.Tidy();
      return(true);
     }
   ulong id=(ulong)StringToInteger(AtsTakeField(rest));
   if(command=="receive")
      return(Receive(id));
   if(command=="many")
      return(Many(id,(int)StringToInteger(rest)));
   int at=g_journal.Find(id);
   if(at<0)
      return(false);
   if(command=="sending")
      return(g_journal.MarkSending(at,0.1,1000));
   if(command=="guarded")
      return(g_journal.MarkGuarded(at));
   bool isFinal=(AtsTakeField(rest)=="1");
   bool hasDeals=(AtsTakeField(rest)=="1");
   return(g_journal.StoreResult(at,"{\"state\":\"told of "+IntegerToString((long)id)+"\"}",isFinal,hasDeals));
  }

bool Receive(const ulong id)
  {
   AtsOrder order;
   order.id=id;
   order.kind=ATS_KIND_ENTRY;
   order.isBuy=true;
   order.volume=0.1;
   order.stop=1.1;
   order.target=0;
   order.positionId=0;
   order.symbol="Ge 30 \x20AC";
   order.hash="0123456789abcdef";
   return(g_journal.Receive(order,500));
  }

//--- Orders that were received, sent, and ended without deals.
bool Many(const ulong from,const int count)
  {
   bool isDone=true;
   for(int i=0; i<count; i++)
     {
      ulong id=from+(ulong)i;
      isDone=(isDone && Receive(id) && g_journal.MarkSending(g_journal.count-1,0.1,1000)
              && g_journal.StoreResult(g_journal.count-1,"{\"state\":\"rejected\"}",true,false));
      g_journal.Tidy();
     }
   return(isDone);
  }

string Dump()
  {
   CAtsJsonWriter json;
   json.BeginObject();
   json.KeyBool("isDamaged",g_journal.IsDamaged());
   json.KeyRaw("marks",g_journal.MarksJson());
   json.Key("entries");
   json.BeginArray();
   for(int i=0; i<g_journal.count; i++)
     {
      json.BeginObject();
      json.KeyId("id",g_journal.entries[i].id);
      json.KeyBool("isSending",g_journal.entries[i].stage==ATS_STAGE_SENDING);
      json.KeyString("symbol",g_journal.entries[i].symbol);
      json.KeyString("result",g_journal.entries[i].result);
      json.KeyBool("isFinal",g_journal.entries[i].isFinal);
      json.KeyBool("hasDeals",g_journal.entries[i].hasDeals);
      json.KeyBool("isGuarded",g_journal.entries[i].isGuarded);
      json.EndObject();
     }
   json.EndArray();
   json.EndObject();
   return(json.Text());
  }

void Say(const string answer)
  {
   uchar line[];
   AtsUtf8(answer+"\n",line);
   if(FileWriteArray(g_answers,line)!=(uint)ArraySize(line))
      Print("the answer could not be written");
  }
//+------------------------------------------------------------------+

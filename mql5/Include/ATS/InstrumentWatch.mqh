//+------------------------------------------------------------------+
//|                                              InstrumentWatch.mqh |
//| Which instruments the cockpit has, and which have changed since. |
//+------------------------------------------------------------------+
#ifndef ATS_INSTRUMENT_WATCH_MQH
#define ATS_INSTRUMENT_WATCH_MQH

#include "Clock.mqh"
#include "Instrument.mqh"
#include "Pages.mqh"
#include "Protocol.mqh"
#include "Session.mqh"

#define ATS_WATCH_ROUND_MS         1000
//--- tick value, margin and swap follow the market: they are told again no more often than this
#define ATS_WATCH_FIGURES_MS       60000
#define ATS_WATCH_SYMBOLS_MAX      640
#define ATS_MARKET_WATCH_MAX       512
//--- readings in one event: each asks the terminal some fifty questions
#define ATS_WATCH_READS_MAX        8

struct AtsWatchedSymbol
  {
   string            symbol;
   //--- as they were told last; "" not yet
   string            terms;
   string            figures;
   ulong             toldAtMs;
   //--- told again whenever it changes; else only where it is wanted
   bool              isFollowed;
   bool              isWanted;
  };

//+------------------------------------------------------------------+
//| Goes round all its symbols, a few in each event, and gathers what|
//| was asked for and what has changed into one list.                |
//+------------------------------------------------------------------+
class CAtsInstrumentWatch
  {
private:
   AtsWatchedSymbol  m_symbols[];
   int               m_count;
   CAtsPages         m_pages;
   int               m_at;
   bool              m_isInRound;
   //--- an answer is owed by the next round, by this one
   bool              m_isAnswerDue;
   bool              m_isAnswer;
   ulong             m_roundAtMs;

   int               Add(const string symbol);
   void              Read(const int index,CAtsPages &pages,const ulong nowMs);
   bool              IsToBeTold(const AtsWatchedSymbol &watched,const string terms,const string figures,const ulong nowMs) const;

public:
                     CAtsInstrumentWatch() : m_count(0), m_at(0), m_isInRound(false), m_isAnswerDue(false),
                     m_isAnswer(false), m_roundAtMs(0) {}

   //--- Nothing was told yet in this session.
   void              Restart();
   //--- Told now, and again whenever it changes.
   void              Follow(const string symbol);
   //--- False: the broker has no such symbol.
   bool              Want(const string symbol);
   void              WantMarketWatch();
   //--- After the last Want of a request: an answer is owed, be it empty.
   void              Answer() { m_isAnswerDue=true; }

   //--- All that can be told now, as the SYMBOLS of a snapshot.
   void              ListAll(CAtsPages &pages);
   //--- Reads on, and sends what a round has gathered. False: a list still waits for credit.
   bool              Pump(CAtsSession &session,long &revision);
  };

void CAtsInstrumentWatch::Restart()
  {
   m_count=0;
   m_pages.Drop();
   m_isInRound=false;
   m_isAnswerDue=false;
   m_roundAtMs=0;
  }

//+------------------------------------------------------------------+
//| Its index; -1: there is no room for more.                        |
//+------------------------------------------------------------------+
int CAtsInstrumentWatch::Add(const string symbol)
  {
   for(int i=0; i<m_count; i++)
      if(m_symbols[i].symbol==symbol)
         return(i);
   if(m_count>=ATS_WATCH_SYMBOLS_MAX || ArrayResize(m_symbols,m_count+1,64)!=m_count+1)
      return(-1);
   m_symbols[m_count].symbol=symbol;
   m_symbols[m_count].terms="";
   m_symbols[m_count].figures="";
   m_symbols[m_count].toldAtMs=0;
   m_symbols[m_count].isFollowed=false;
   m_symbols[m_count].isWanted=false;
   m_count++;
   return(m_count-1);
  }

void CAtsInstrumentWatch::Follow(const string symbol)
  {
   const int index=Add(symbol);
   if(index>=0)
      m_symbols[index].isFollowed=true;
  }

bool CAtsInstrumentWatch::Want(const string symbol)
  {
   if(!SymbolSelect(symbol,true))
      return(false);
   const int index=Add(symbol);
   if(index<0)
      return(false);
   m_symbols[index].isFollowed=true;
   m_symbols[index].isWanted=true;
   return(true);
  }

void CAtsInstrumentWatch::WantMarketWatch()
  {
   const int total=MathMin(SymbolsTotal(true),ATS_MARKET_WATCH_MAX);
   for(int i=0; i<total; i++)
     {
      const int index=Add(SymbolName(i,true));
      if(index>=0)
         m_symbols[index].isWanted=true;
     }
  }

void CAtsInstrumentWatch::ListAll(CAtsPages &pages)
  {
   pages.Begin(ATS_TYPE_SYMBOLS,"instruments");
   const ulong nowMs=AtsSteadyMs();
   for(int i=0; i<m_count; i++)
      if(m_symbols[i].isFollowed)
        {
         m_symbols[i].isWanted=true;
         Read(i,pages,nowMs);
        }
  }

//+------------------------------------------------------------------+
//| Adds it to the list where it is to be told. What cannot be told  |
//| yet counts as untold, and follows when it can.                   |
//+------------------------------------------------------------------+
void CAtsInstrumentWatch::Read(const int index,CAtsPages &pages,const ulong nowMs)
  {
   string terms="";
   string figures="";
   const bool isReadable=AtsReadInstrument(m_symbols[index].symbol,terms,figures);
   if(isReadable && IsToBeTold(m_symbols[index],terms,figures,nowMs))
     {
      pages.Add(terms+","+figures,terms);
      m_symbols[index].terms=terms;
      m_symbols[index].figures=figures;
      m_symbols[index].toldAtMs=nowMs;
     }
   m_symbols[index].isWanted=false;
  }

bool CAtsInstrumentWatch::IsToBeTold(const AtsWatchedSymbol &watched,const string terms,const string figures,const ulong nowMs) const
  {
   if(watched.isWanted || watched.terms!=terms)
      return(true);
   return(watched.figures!=figures && nowMs-watched.toldAtMs>=ATS_WATCH_FIGURES_MS);
  }

bool CAtsInstrumentWatch::Pump(CAtsSession &session,long &revision)
  {
   if(m_pages.HasMore())
      return(m_pages.SendAll(session));
   const ulong nowMs=AtsSteadyMs();
   if(!m_isInRound)
     {
      if(!m_isAnswerDue && nowMs<m_roundAtMs+ATS_WATCH_ROUND_MS)
         return(true);
      m_isInRound=true;
      m_isAnswer=m_isAnswerDue;
      m_isAnswerDue=false;
      m_roundAtMs=nowMs;
      m_at=0;
      m_pages.Begin(ATS_TYPE_SYMBOLS,"instruments");
     }
   for(int reads=0; m_at<m_count && reads<ATS_WATCH_READS_MAX && session.HasTime(); m_at++)
      if(m_symbols[m_at].isFollowed || m_symbols[m_at].isWanted)
        {
         Read(m_at,m_pages,nowMs);
         reads++;
        }
   if(m_at<m_count)
      return(true);
   m_isInRound=false;
   if(m_pages.Items()==0 && !m_isAnswer)
      return(true);
   revision++;
   m_pages.Finish(revision,AtsServerMs());
   return(m_pages.SendAll(session));
  }

#endif

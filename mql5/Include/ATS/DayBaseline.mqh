//+------------------------------------------------------------------+
//|                                                  DayBaseline.mqh |
//| What the day's loss is measured from.                            |
//+------------------------------------------------------------------+
#ifndef ATS_DAY_BASELINE_MQH
#define ATS_DAY_BASELINE_MQH

#include "Deal.mqh"
#include "JsonReader.mqh"
#include "JsonWriter.mqh"

#define ATS_DAY_SECONDS      86400
//--- a broker date that follows sooner is a clock that was set, not a day
#define ATS_DAY_SECONDS_MIN  72000

//+------------------------------------------------------------------+
//| max(balance, equity) - credit at broker midnight. Set once for a |
//| broker date; a date only moves forward, at most once in 20 hours |
//| of this machine's clock. If midnight was slept through, what was |
//| traded since is taken back out of the balance. The broker's time |
//| is that of its last quote, which nobody can set here.            |
//+------------------------------------------------------------------+
class CAtsDayBaseline
  {
private:
   //--- midnight of the date in broker seconds (0: never set), and in this machine's UTC seconds
   long              m_midnight;
   long              m_midnightUtc;
   double            m_money;

   bool              IsNewDay(const long midnight,const long midnightUtc) const;

public:
                     CAtsDayBaseline() : m_midnight(0), m_midnightUtc(0), m_money(0) {}

   void              Reset() { m_midnight=0; m_midnightUtc=0; m_money=0; }
   bool              IsSet() const { return(m_midnight>0 && m_money>0); }
   long              Midnight() const { return(m_midnight); }
   double            Money() const { return(m_money); }

   //--- True where a new date began and is to be kept.
   bool              Update(const long utcSeconds);

   //--- The members of LIMITS_STATUS, null before the first baseline.
   void              WriteLimits(CAtsJsonWriter &json) const;
   //--- Members of the object that is being written; read back by Read.
   void              Write(CAtsJsonWriter &json) const;
   //--- False: they are not there, or make no sense.
   bool              Read(const CAtsJsonReader &json);
  };

bool CAtsDayBaseline::Update(const long utcSeconds)
  {
   long now=(long)TimeCurrent();
   double equity=AccountInfoDouble(ACCOUNT_EQUITY);
   if(now<=0 || equity<=0 || TerminalInfoInteger(TERMINAL_CONNECTED)==0)
      return(false);
   long midnight=now-now%ATS_DAY_SECONDS;
   long midnightUtc=utcSeconds-(now-midnight);
   double traded;
   if(!IsNewDay(midnight,midnightUtc) || !AtsTradedSince(midnight,traded))
      return(false);
   m_midnight=midnight;
   m_midnightUtc=midnightUtc;
   m_money=MathMax(AccountInfoDouble(ACCOUNT_BALANCE)-traded,equity)-AccountInfoDouble(ACCOUNT_CREDIT);
   return(true);
  }

bool CAtsDayBaseline::IsNewDay(const long midnight,const long midnightUtc) const
  {
   if(m_midnight==0)
      return(true);
   return(midnight>m_midnight && midnightUtc-m_midnightUtc>=ATS_DAY_SECONDS_MIN);
  }

void CAtsDayBaseline::WriteLimits(CAtsJsonWriter &json) const
  {
   if(!IsSet())
     {
      json.KeyNull("dayBaseline");
      json.KeyNull("dayStampMs");
      return;
     }
   json.KeyNumber("dayBaseline",m_money);
   json.KeyLong("dayStampMs",m_midnight*1000);
  }

void CAtsDayBaseline::Write(CAtsJsonWriter &json) const
  {
   json.KeyLong("midnight",m_midnight);
   json.KeyLong("midnightUtc",m_midnightUtc);
   json.KeyNumber("baseline",m_money);
  }

bool CAtsDayBaseline::Read(const CAtsJsonReader &json)
  {
   long midnight=json.Long("midnight",-1);
   if(midnight<0 || !json.TryLong("midnightUtc",m_midnightUtc) || !json.TryNumber("baseline",m_money))
      return(false);
   m_midnight=midnight;
   return(true);
  }

//--- Money that executions brought or cost since a broker time. Deposits are no trading. False: the history cannot be read.
bool AtsTradedSince(const long since,double &money)
  {
   money=0;
   if(!HistorySelect((datetime)since,TimeCurrent()+ATS_DAY_SECONDS))
      return(false);
   for(int i=HistoryDealsTotal()-1; i>=0; i--)
     {
      ulong deal=HistoryDealGetTicket(i);
      if(!AtsIsExecution(deal))
         continue;
      money+=HistoryDealGetDouble(deal,DEAL_PROFIT)+HistoryDealGetDouble(deal,DEAL_SWAP)
             +HistoryDealGetDouble(deal,DEAL_COMMISSION)+HistoryDealGetDouble(deal,DEAL_FEE);
     }
   return(true);
  }

#endif
//+------------------------------------------------------------------+

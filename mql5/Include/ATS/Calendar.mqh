//+------------------------------------------------------------------+
//|                                                     Calendar.mqh |
//| The economic calendar of a span, as the cockpit asks for it.     |
//+------------------------------------------------------------------+
#ifndef ATS_CALENDAR_MQH
#define ATS_CALENDAR_MQH

#include "Clock.mqh"
#include "JsonReader.mqh"
#include "JsonWriter.mqh"
#include "Pages.mqh"
#include "Protocol.mqh"
#include "Session.mqh"

#define ATS_CALENDAR_REQUESTS_MAX   4
#define ATS_CALENDAR_CURRENCIES_MAX 16
#define ATS_CALENDAR_NAME_MAX       256
//--- MT5 keeps figures as whole millionths
#define ATS_CALENDAR_UNIT           1000000.0

struct AtsCalendarRequest
  {
   long              fromMs;
   long              toMs;
   //--- joined by commas; "": all
   string            currencies;
  };

//+------------------------------------------------------------------+
//| One request after the other; in each event at most one question  |
//| to the calendar's server, which may take its time.               |
//+------------------------------------------------------------------+
class CAtsCalendar
  {
private:
   AtsCalendarRequest m_requests[ATS_CALENDAR_REQUESTS_MAX];
   int               m_count;
   bool              m_isGathering;
   string            m_currencies[];
   int               m_currencyAt;
   MqlCalendarValue  m_values[];
   int               m_valueAt;
   CAtsPages         m_pages;

   void              Start();
   bool              ReadCurrency();
   void              Add(const MqlCalendarValue &value);
   void              WriteFigure(CAtsJsonWriter &json,const string name,const long millionths) const;
   string            ImportanceText(const int importance) const;
   void              End();

public:
                     CAtsCalendar() : m_count(0), m_isGathering(false), m_currencyAt(0), m_valueAt(0) {}

   void              Clear();
   //--- False: the span is none or too long, or too many requests wait.
   bool              Take(const CAtsJsonReader &body);
   //--- Reads on, and sends what was read. False: a list still waits for credit.
   bool              Pump(CAtsSession &session,long &revision);
  };

void CAtsCalendar::Clear()
  {
   m_count=0;
   m_isGathering=false;
   m_pages.Drop();
  }

bool CAtsCalendar::Take(const CAtsJsonReader &body)
  {
   long fromMs=0;
   long toMs=0;
   const int currencies=body.Count("currencies");
   if(m_count>=ATS_CALENDAR_REQUESTS_MAX || currencies>ATS_CALENDAR_CURRENCIES_MAX
      || !body.TryLong("fromStampMs",fromMs) || !body.TryLong("toStampMs",toMs)
      || toMs<fromMs || toMs-fromMs>ATS_CALENDAR_SPAN_MS_MAX)
      return(false);
   m_requests[m_count].fromMs=fromMs;
   m_requests[m_count].toMs=toMs;
   m_requests[m_count].currencies="";
   for(int i=0; i<currencies; i++)
      m_requests[m_count].currencies+=(i>0 ? "," : "")+body.Text(StringFormat("currencies[%d]",i));
   m_count++;
   return(true);
  }

bool CAtsCalendar::Pump(CAtsSession &session,long &revision)
  {
   if(!m_pages.SendAll(session))
      return(false);
   if(m_count==0)
      return(true);
   if(!m_isGathering)
      Start();
   if(m_valueAt>=ArraySize(m_values) && m_currencyAt<ArraySize(m_currencies))
     {
      session.Busy("CalendarValueHistory",ATS_BUSY_MS_MAX);
      if(!ReadCurrency())
        {
         session.SendError("CALENDAR_REQUEST",ATS_FAULT_HISTORY_UNAVAILABLE,
                           StringFormat("The terminal could not read its calendar (error %d).",GetLastError()));
         End();
         return(true);
        }
     }
   while(m_valueAt<ArraySize(m_values) && session.HasTime())
     {
      Add(m_values[m_valueAt]);
      m_valueAt++;
     }
   if(m_valueAt<ArraySize(m_values) || m_currencyAt<ArraySize(m_currencies))
      return(true);
   revision++;
   m_pages.Finish(revision,AtsServerMs());
   End();
   return(m_pages.SendAll(session));
  }

void CAtsCalendar::Start()
  {
   CAtsJsonWriter json;
   json.BeginObject();
   json.KeyLong("fromStampMs",m_requests[0].fromMs);
   json.KeyLong("toStampMs",m_requests[0].toMs);
   m_pages.Begin(ATS_TYPE_CALENDAR,"events","",StringSubstr(json.Text(),1));
   if(m_requests[0].currencies=="")
     {
      //--- no currency named: one question for all of them
      ArrayResize(m_currencies,1);
      m_currencies[0]="";
     }
   else
      StringSplit(m_requests[0].currencies,',',m_currencies);
   m_currencyAt=0;
   ArrayResize(m_values,0);
   m_valueAt=0;
   m_isGathering=true;
  }

void CAtsCalendar::End()
  {
   m_isGathering=false;
   m_count--;
   for(int i=0; i<m_count; i++)
      m_requests[i]=m_requests[i+1];
  }

//+------------------------------------------------------------------+
//| A span without events is an error to MT5, and an answer to us.   |
//+------------------------------------------------------------------+
bool CAtsCalendar::ReadCurrency()
  {
   const datetime from=(datetime)(m_requests[0].fromMs/1000);
   const datetime to=(datetime)(m_requests[0].toMs/1000);
   const string currency=m_currencies[m_currencyAt];
   m_currencyAt++;
   m_valueAt=0;
   ArrayResize(m_values,0);
   ResetLastError();
   const bool hasValues=(currency=="" ? CalendarValueHistory(m_values,from,to)>0 : CalendarValueHistory(m_values,from,to,NULL,currency)>0);
   const int error=GetLastError();
   return(hasValues || error==0 || error==ERR_CALENDAR_NO_DATA);
  }

void CAtsCalendar::Add(const MqlCalendarValue &value)
  {
   MqlCalendarEvent event;
   MqlCalendarCountry country;
   if(!CalendarEventById(value.event_id,event) || !CalendarCountryById((long)event.country_id,country))
     {
      PrintFormat("ATS: the calendar does not know event %I64u of its own value %I64u.",value.event_id,value.id);
      return;
     }
   CAtsJsonWriter json;
   json.BeginObject();
   json.KeyId("valueId",value.id);
   json.KeyId("eventId",value.event_id);
   json.KeyLong("stampMs",AtsSecondsToMs(value.time));
   json.KeyString("currency",country.currency);
   json.KeyString("importance",ImportanceText((int)event.importance));
   json.KeyString("name",StringSubstr(event.name,0,ATS_CALENDAR_NAME_MAX));
   WriteFigure(json,"actual",value.actual_value);
   WriteFigure(json,"forecast",value.forecast_value);
   WriteFigure(json,"previous",value.prev_value);
   WriteFigure(json,"revisedPrevious",value.revised_prev_value);
   json.EndObject();
   m_pages.Add(json.Text(),json.Text());
  }

void CAtsCalendar::WriteFigure(CAtsJsonWriter &json,const string name,const long millionths) const
  {
   if(millionths==LONG_MIN)
      json.KeyNull(name);
   else
      json.KeyNumber(name,(double)millionths/ATS_CALENDAR_UNIT);
  }

string CAtsCalendar::ImportanceText(const int importance) const
  {
   switch(importance)
     {
      case CALENDAR_IMPORTANCE_LOW:
         return(ATS_WORD_IMPORTANCE_LOW);
      case CALENDAR_IMPORTANCE_MODERATE:
         return(ATS_WORD_IMPORTANCE_MODERATE);
      case CALENDAR_IMPORTANCE_HIGH:
         return(ATS_WORD_IMPORTANCE_HIGH);
      default:
         return(ATS_WORD_IMPORTANCE_NONE);
     }
  }

#endif

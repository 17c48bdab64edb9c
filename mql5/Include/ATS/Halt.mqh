//+------------------------------------------------------------------+
//|                                                         Halt.mqh |
//| Refuses entries: said by the cockpit, at the chart, or both.     |
//+------------------------------------------------------------------+
#ifndef ATS_HALT_MQH
#define ATS_HALT_MQH

#include "JsonReader.mqh"
#include "JsonWriter.mqh"

#define ATS_HALT_REASON_MAX 200

//+------------------------------------------------------------------+
//| Each side lifts only its own. What cannot be read means halted.  |
//+------------------------------------------------------------------+
class CAtsHalt
  {
private:
   bool              m_isApp;
   bool              m_isChart;
   string            m_reason;

public:
                     CAtsHalt() : m_isApp(false), m_isChart(false), m_reason("") {}

   void              Reset() { m_isApp=false; m_isChart=false; m_reason=""; }
   bool              IsOn() const { return(m_isApp || m_isChart); }
   bool              IsApp() const { return(m_isApp); }
   bool              IsChart() const { return(m_isChart); }
   string            Reason() const { return(m_reason); }

   void              SetApp(const bool isOn,const string reason)
     {
      m_isApp=isOn;
      Explain(reason);
     }

   void              SetChart(const bool isOn,const string reason)
     {
      m_isChart=isOn;
      Explain(reason);
     }

   //--- An object {app, chart, reason}.
   void              Write(CAtsJsonWriter &json) const
     {
      json.BeginObject();
      json.KeyBool("app",m_isApp);
      json.KeyBool("chart",m_isChart);
      json.KeyString("reason",m_reason);
      json.EndObject();
     }

   //--- The same object under `halt`.
   void              Read(const CAtsJsonReader &json)
     {
      m_isApp=json.Flag("halt.app",true);
      m_isChart=json.Flag("halt.chart",true);
      m_reason=json.Text("halt.reason","The halt that was kept cannot be read.");
     }

private:
   void              Explain(const string reason) { m_reason=IsOn() ? StringSubstr(reason,0,ATS_HALT_REASON_MAX) : ""; }
  };

#endif
//+------------------------------------------------------------------+

//+------------------------------------------------------------------+
//|                                                 ChartButtons.mqh |
//| HALT and FLATTEN on the chart.                                   |
//+------------------------------------------------------------------+
#ifndef ATS_CHART_BUTTONS_MQH
#define ATS_CHART_BUTTONS_MQH

#include "Clock.mqh"

#define ATS_BUTTON_HALT       "ATS_HALT"
#define ATS_BUTTON_FLATTEN    "ATS_FLATTEN"
//--- a second click has to follow the first within this time
#define ATS_BUTTON_CONFIRM_MS 5000
#define ATS_BUTTON_WIDTH      150
#define ATS_BUTTON_HEIGHT     26

//+------------------------------------------------------------------+
//| Two buttons in the lower left corner. What the first click asks, |
//| the second one confirms.                                         |
//+------------------------------------------------------------------+
class CAtsChartButtons
  {
private:
   string            m_asked;
   ulong             m_askedSteadyMs;
   bool              m_isHalted;

   bool              Make(const string name,const int x,const color background) const;
   void              Show() const;

public:
                     CAtsChartButtons() : m_asked(""), m_askedSteadyMs(0), m_isHalted(false) {}

   void              Create();
   void              Remove();
   //--- True: the click confirmed `name`.
   bool              OnClick(const string name);
   //--- Lets a click grow old, and shows what the halt button would do.
   void              Refresh(const bool isHalted);
  };

void CAtsChartButtons::Create()
  {
   if(!Make(ATS_BUTTON_HALT,10,clrOrange) || !Make(ATS_BUTTON_FLATTEN,20+ATS_BUTTON_WIDTH,clrFireBrick))
      PrintFormat("ATS: the buttons cannot be drawn on this chart, error %d",GetLastError());
   Show();
  }

void CAtsChartButtons::Remove()
  {
   ObjectDelete(0,ATS_BUTTON_HALT);
   ObjectDelete(0,ATS_BUTTON_FLATTEN);
  }

bool CAtsChartButtons::OnClick(const string name)
  {
   if(name!=ATS_BUTTON_HALT && name!=ATS_BUTTON_FLATTEN)
      return(false);
   ObjectSetInteger(0,name,OBJPROP_STATE,false);
   bool isConfirmed=(m_asked==name && AtsSteadyMs()-m_askedSteadyMs<=ATS_BUTTON_CONFIRM_MS);
   m_asked=isConfirmed ? "" : name;
   m_askedSteadyMs=AtsSteadyMs();
   Show();
   return(isConfirmed);
  }

void CAtsChartButtons::Refresh(const bool isHalted)
  {
   bool isOld=(m_asked!="" && AtsSteadyMs()-m_askedSteadyMs>ATS_BUTTON_CONFIRM_MS);
   if(!isOld && isHalted==m_isHalted)
      return;
   if(isOld)
      m_asked="";
   m_isHalted=isHalted;
   Show();
  }

bool CAtsChartButtons::Make(const string name,const int x,const color background) const
  {
   ObjectDelete(0,name);
   return(ObjectCreate(0,name,OBJ_BUTTON,0,0,0)
          && ObjectSetInteger(0,name,OBJPROP_CORNER,CORNER_LEFT_LOWER)
          && ObjectSetInteger(0,name,OBJPROP_XDISTANCE,x)
          && ObjectSetInteger(0,name,OBJPROP_YDISTANCE,10+ATS_BUTTON_HEIGHT)
          && ObjectSetInteger(0,name,OBJPROP_XSIZE,ATS_BUTTON_WIDTH)
          && ObjectSetInteger(0,name,OBJPROP_YSIZE,ATS_BUTTON_HEIGHT)
          && ObjectSetInteger(0,name,OBJPROP_BGCOLOR,background)
          && ObjectSetInteger(0,name,OBJPROP_COLOR,clrWhite)
          && ObjectSetInteger(0,name,OBJPROP_SELECTABLE,false));
  }

void CAtsChartButtons::Show() const
  {
   string halt=m_isHalted ? "RESUME" : "HALT";
   string flatten="FLATTEN";
   ObjectSetString(0,ATS_BUTTON_HALT,OBJPROP_TEXT,m_asked==ATS_BUTTON_HALT ? "Again to "+halt : halt);
   ObjectSetString(0,ATS_BUTTON_FLATTEN,OBJPROP_TEXT,m_asked==ATS_BUTTON_FLATTEN ? "Again to "+flatten : flatten);
   ChartRedraw(0);
  }

#endif
//+------------------------------------------------------------------+

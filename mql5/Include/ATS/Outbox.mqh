//+------------------------------------------------------------------+
//|                                                       Outbox.mqh |
//| What the desk has to say to the cockpit.                         |
//+------------------------------------------------------------------+
#ifndef ATS_OUTBOX_MQH
#define ATS_OUTBOX_MQH

#include "Session.mqh"

//--- what does not fit is not lost: it stands in the journal, and the cockpit asks for it
#define ATS_OUTBOX_MAX 256

struct AtsOutboxItem
  {
   uchar             type;
   string            json;
  };

//+------------------------------------------------------------------+
//| In order, and only as fast as the session takes it.              |
//+------------------------------------------------------------------+
class CAtsOutbox
  {
private:
   AtsOutboxItem     m_items[];
   int               m_count;
   bool              m_isOpen;

public:
                     CAtsOutbox() : m_count(0), m_isOpen(false) {}

   void              Open() { m_count=0; m_isOpen=true; }
   //--- Nothing is kept for the next session: the cockpit asks for what it missed.
   void              Close() { m_count=0; m_isOpen=false; }
   bool              IsOpen() const { return(m_isOpen); }

   void              Put(const uchar type,const string json)
     {
      if(!m_isOpen)
         return;
      if(m_count>=ATS_OUTBOX_MAX)
        {
         PrintFormat("ATS: the cockpit takes nothing; a message of type %d was dropped",type);
         return;
        }
      if(ArraySize(m_items)<=m_count)
         ArrayResize(m_items,m_count+1,16);
      m_items[m_count].type=type;
      m_items[m_count].json=json;
      m_count++;
     }

   void              Pump(CAtsSession &session)
     {
      int sent=0;
      while(sent<m_count && session.SendText(m_items[sent].type,m_items[sent].json))
         sent++;
      for(int i=sent; i<m_count; i++)
         m_items[i-sent]=m_items[i];
      m_count-=sent;
     }
  };

#endif
//+------------------------------------------------------------------+

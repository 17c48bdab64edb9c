//+------------------------------------------------------------------+
//|                                                        Pages.mqh |
//| A list on its way to the cockpit, in parts that fit a frame.     |
//+------------------------------------------------------------------+
#ifndef ATS_PAGES_MQH
#define ATS_PAGES_MQH

#include "JsonWriter.mqh"
#include "ListMark.mqh"
#include "Protocol.mqh"
#include "Session.mqh"

//--- two pages fit the bulk credit and leave room for a PING: one that fills a frame would leave a fifth of the credit idle
#define ATS_PAGE_BYTES_MAX     (ATS_CREDIT_BULK/2-1024)
//--- what a page's members beside its items may take of it
#define ATS_PAGE_RESERVE_BYTES 512

//+------------------------------------------------------------------+
//| Begin, Add every item, Finish; then SendNext until nothing is    |
//| left. The first page already says how many there are, so the     |
//| items are kept as text until then; frames are made only as       |
//| credit allows. What is sent is the list as it was read: it is    |
//| never mended on the way, but dropped and made anew.              |
//+------------------------------------------------------------------+
class CAtsPages
  {
private:
   uchar             m_type;
   string            m_member;
   string            m_secondMember;
   string            m_extra;
   //--- per page: the items of the first and of the second list, joined by commas
   string            m_items[];
   string            m_secondItems[];
   int               m_parts;
   int               m_sent;
   int               m_count;
   bool              m_isFinished;
   long              m_revision;
   long              m_stampMs;
   CAtsListMark      m_mark;

   void              Open();
   void              MakeRoom(const int bytes);
   void              Append(string &items,const string item);
   string            PageText(const int index) const;

public:
                     CAtsPages() : m_type(0), m_parts(0), m_sent(0), m_count(0), m_isFinished(false), m_revision(0), m_stampMs(0) {}

   //--- `secondMember` names a second list of the same message, `extra` holds more members of each page, as JSON; "" for none.
   void              Begin(const uchar type,const string member,const string secondMember="",const string extra="");
   //--- `marked` is what of the item counts as its content.
   void              Add(const string item,const string marked);
   void              AddSecond(const string item);
   int               Parts() const { return(m_parts); }
   int               Items() const { return(m_count); }
   void              Finish(const long revision,const long stampMs);

   string            Hash() const { return(m_mark.Hex()); }
   bool              HasMore() const { return(m_isFinished && m_sent<m_parts); }
   //--- False: no credit for the next page, or none is left.
   bool              SendNext(CAtsSession &session);
   //--- As many pages as credit allows; true: none is left.
   bool              SendAll(CAtsSession &session);
   void              Drop();
  };

void CAtsPages::Begin(const uchar type,const string member,const string secondMember,const string extra)
  {
   Drop();
   m_type=type;
   m_member=member;
   m_secondMember=secondMember;
   m_extra=extra;
   m_mark.Reset();
   Open();
  }

void CAtsPages::Drop()
  {
   ArrayFree(m_items);
   ArrayFree(m_secondItems);
   m_parts=0;
   m_sent=0;
   m_count=0;
   m_isFinished=false;
  }

void CAtsPages::Open()
  {
   ArrayResize(m_items,m_parts+1,16);
   ArrayResize(m_secondItems,m_parts+1,16);
   m_items[m_parts]="";
   m_secondItems[m_parts]="";
   m_parts++;
  }

void CAtsPages::MakeRoom(const int bytes)
  {
   const int last=m_parts-1;
   const int used=StringLen(m_items[last])+StringLen(m_secondItems[last])+StringLen(m_extra);
   if(used>0 && used+bytes+1>ATS_PAGE_BYTES_MAX-ATS_PAGE_RESERVE_BYTES)
      Open();
  }

void CAtsPages::Append(string &items,const string item)
  {
   if(items!="")
      items+=",";
   items+=item;
  }

void CAtsPages::Add(const string item,const string marked)
  {
   MakeRoom(StringLen(item));
   Append(m_items[m_parts-1],item);
   m_mark.Add(marked);
   m_count++;
  }

void CAtsPages::AddSecond(const string item)
  {
   MakeRoom(StringLen(item));
   Append(m_secondItems[m_parts-1],item);
   m_mark.Add(item);
   m_count++;
  }

void CAtsPages::Finish(const long revision,const long stampMs)
  {
   m_revision=revision;
   m_stampMs=stampMs;
   m_isFinished=true;
  }

string CAtsPages::PageText(const int index) const
  {
   CAtsJsonWriter json;
   json.BeginObject();
   json.KeyLong("revision",m_revision);
   json.KeyLong("part",index+1);
   json.KeyLong("parts",m_parts);
   json.KeyLong("count",m_count);
   json.KeyString("hash",m_mark.Hex());
   json.KeyLong("stampMs",m_stampMs);
   string text=json.Text();
   if(m_extra!="")
      text+=","+m_extra;
   text+=",\""+m_member+"\":["+m_items[index]+"]";
   if(m_secondMember!="")
      text+=",\""+m_secondMember+"\":["+m_secondItems[index]+"]";
   return(text+"}");
  }

bool CAtsPages::SendNext(CAtsSession &session)
  {
   if(!HasMore())
      return(false);
   const int bytes=StringLen(m_items[m_sent])+StringLen(m_secondItems[m_sent])+ATS_PAGE_RESERVE_BYTES;
   if(session.BulkCredit()<bytes || !session.SendText(m_type,PageText(m_sent)))
      return(false);
   m_items[m_sent]="";
   m_secondItems[m_sent]="";
   m_sent++;
   return(true);
  }

bool CAtsPages::SendAll(CAtsSession &session)
  {
   while(HasMore())
      if(!SendNext(session))
         return(false);
   return(true);
  }

#endif

//+------------------------------------------------------------------+
//|                                                 AccountState.mqh |
//| What is kept of one account besides its journal.                 |
//+------------------------------------------------------------------+
#ifndef ATS_ACCOUNT_STATE_MQH
#define ATS_ACCOUNT_STATE_MQH

#include "Crc.mqh"
#include "DayBaseline.mqh"
#include "Halt.mqh"
#include "Hash.mqh"

#define ATS_STATE_BYTES_MAX 4096

//+------------------------------------------------------------------+
//| Halt and the day's baseline in a file of one line: checksum, a   |
//| space, JSON. It is replaced as a whole.                          |
//+------------------------------------------------------------------+
class CAtsAccountState
  {
private:
   string            m_name;
   bool              m_hasFailed;

   bool              Write() const;
   bool              Read(string &text) const;
   bool              Parse(const string text);

public:
   CAtsHalt          halt;
   CAtsDayBaseline   day;

                     CAtsAccountState() : m_name(""), m_hasFailed(false) {}

   //--- A missing file is that of a new account, unless the account has a history with us. Unreadable means halted.
   void              Load(const string name,const bool hasHistory);
   //--- False: it may not be on the disk.
   bool              Save();
   bool              HasFailed() const { return(m_hasFailed); }
  };

void CAtsAccountState::Load(const string name,const bool hasHistory)
  {
   m_name=name;
   halt.Reset();
   day.Reset();
   string text;
   bool isThere=FileIsExist(name);
   if((isThere && Read(text) && Parse(text)) || (!isThere && !hasHistory && Save()))
      return;
   day.Reset();
   halt.SetChart(true,"What was kept of this account cannot be read or written.");
   Save();
  }

bool CAtsAccountState::Save()
  {
   m_hasFailed=!Write();
   return(!m_hasFailed);
  }

bool CAtsAccountState::Write() const
  {
   CAtsJsonWriter json;
   json.BeginObject();
   json.Key("halt");
   halt.Write(json);
   day.Write(json);
   json.EndObject();
   uchar body[];
   AtsUtf8(json.Text(),body);
   uchar line[];
   AtsUtf8(StringFormat("%08x ",AtsCrc32(body,0,ArraySize(body))),line);
   ArrayCopy(line,body,ArraySize(line));
   int handle=FileOpen(m_name+".new",FILE_WRITE|FILE_BIN);
   if(handle==INVALID_HANDLE)
      return(false);
   bool isWritten=(FileWriteArray(handle,line)==(uint)ArraySize(line));
   ResetLastError();
   FileFlush(handle);
   isWritten=(isWritten && GetLastError()==0);
   FileClose(handle);
   return(isWritten && FileMove(m_name+".new",0,m_name,FILE_REWRITE));
  }

bool CAtsAccountState::Read(string &text) const
  {
   int handle=FileOpen(m_name,FILE_READ|FILE_BIN);
   if(handle==INVALID_HANDLE)
      return(false);
   uchar bytes[];
   int count=(int)FileReadArray(handle,bytes,0,ATS_STATE_BYTES_MAX);
   FileClose(handle);
   if(count<=9 || CharArrayToString(bytes,0,9,CP_UTF8)!=StringFormat("%08x ",AtsCrc32(bytes,9,count-9)))
      return(false);
   text=CharArrayToString(bytes,9,count-9,CP_UTF8);
   return(true);
  }

bool CAtsAccountState::Parse(const string text)
  {
   CAtsJsonReader json;
   if(!json.ParseText(text))
      return(false);
   halt.Read(json);
   return(day.Read(json));
  }

#endif
//+------------------------------------------------------------------+

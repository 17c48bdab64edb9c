//+------------------------------------------------------------------+
//|                                                  JournalFile.mqh |
//| A file of records, each a line of its own with its checksum.     |
//+------------------------------------------------------------------+
#ifndef ATS_JOURNAL_FILE_MQH
#define ATS_JOURNAL_FILE_MQH

#include "Crc.mqh"
#include "Hash.mqh"

#define ATS_JOURNAL_CHUNK    65536
#define ATS_JOURNAL_LINE_MAX 131072

//+------------------------------------------------------------------+
//| A line is 8 digits of CRC-32 over the record's bytes in UTF-8,   |
//| a space, the record, a line feed. Reading takes every line whose |
//| checksum holds, so that a torn one costs itself and no other.    |
//+------------------------------------------------------------------+
class CAtsJournalFile
  {
private:
   string            m_name;
   int               m_handle;
   long              m_bytes;
   bool              m_hasFailed;
   bool              m_hasUnflushed;
   //--- of reading
   uchar             m_chunk[];
   int               m_at;
   int               m_end;
   bool              m_isEnded;
   bool              m_hasBadLine;
   bool              m_isDamaged;

   bool              Fill();
   bool              ReadLine(string &record,bool &isSound);
   bool              Fail();

public:
                     CAtsJournalFile() : m_handle(INVALID_HANDLE), m_bytes(0), m_hasFailed(false), m_hasUnflushed(false),
                                         m_at(0), m_end(0), m_isEnded(false), m_hasBadLine(false), m_isDamaged(false) {}
                    ~CAtsJournalFile() { Close(); }

   //--- Opens or makes the file. Read it to its end with Next before appending.
   bool              Open(const string name);
   bool              Next(string &record);
   //--- Everything that was read was sound.
   bool              IsWhole() const { return(!m_hasBadLine); }
   bool              IsDamaged() const { return(m_isDamaged); }
   void              Close();

   long              Bytes() const { return(m_bytes); }
   //--- From a failure on nothing is appended until the file was written anew.
   bool              HasFailed() const { return(m_hasFailed); }
   bool              HasUnflushed() const { return(m_hasUnflushed); }
   bool              Append(const string record);
   bool              Flush();

   //--- Appends go into a new file from here on, which takes the old one's place at the end.
   bool              BeginRewrite();
   bool              EndRewrite();
  };

bool CAtsJournalFile::Open(const string name)
  {
   Close();
   m_name=name;
   m_isEnded=false;
   m_hasBadLine=false;
   m_isDamaged=false;
   m_at=0;
   m_end=0;
   m_bytes=0;
   m_hasFailed=false;
   m_handle=FileOpen(name,FILE_READ|FILE_WRITE|FILE_BIN|FILE_SHARE_READ);
   if(m_handle==INVALID_HANDLE)
      return(Fail());
   m_bytes=(long)FileSize(m_handle);
   return(FileSeek(m_handle,0,SEEK_SET) || Fail());
  }

void CAtsJournalFile::Close()
  {
   if(m_handle!=INVALID_HANDLE)
      FileClose(m_handle);
   m_handle=INVALID_HANDLE;
   m_hasUnflushed=false;
  }

//--- The next sound record; false at the end.
bool CAtsJournalFile::Next(string &record)
  {
   bool isSound=false;
   while(ReadLine(record,isSound))
     {
      if(isSound)
        {
         m_isDamaged=(m_isDamaged || m_hasBadLine);
         return(true);
        }
      m_hasBadLine=true;
     }
   return(false);
  }

bool CAtsJournalFile::ReadLine(string &record,bool &isSound)
  {
   int lineEnd=m_at;
   while(true)
     {
      while(lineEnd<m_end && m_chunk[lineEnd]!='\n')
         lineEnd++;
      if(lineEnd<m_end || m_isEnded)
         break;
      lineEnd-=m_at;
      if(!Fill())
         m_isEnded=true;
      lineEnd+=m_at;
     }
   int start=m_at;
   if(start==m_end)
      return(false);
   bool isComplete=(lineEnd<m_end);
   m_at=isComplete ? lineEnd+1 : m_end;
   int count=lineEnd-start-9;
   isSound=false;
   if(!isComplete || count<1 || count>ATS_JOURNAL_LINE_MAX)
      return(true);
   string checksum=StringFormat("%08x ",AtsCrc32(m_chunk,start+9,count));
   isSound=(CharArrayToString(m_chunk,start,9,CP_UTF8)==checksum);
   if(isSound)
      record=CharArrayToString(m_chunk,start+9,count,CP_UTF8);
   return(true);
  }

//--- Drops what was read and appends a chunk; false at the end of the file.
bool CAtsJournalFile::Fill()
  {
   int rest=m_end-m_at;
   for(int i=0; i<rest; i++)
      m_chunk[i]=m_chunk[m_at+i];
   m_at=0;
   m_end=rest;
   uchar piece[];
   uint got=FileReadArray(m_handle,piece,0,ATS_JOURNAL_CHUNK);
   if(got==0)
      return(false);
   if(ArraySize(m_chunk)<rest+(int)got)
      ArrayResize(m_chunk,rest+(int)got);
   ArrayCopy(m_chunk,piece,rest,0,(int)got);
   m_end=rest+(int)got;
   return(true);
  }

bool CAtsJournalFile::Append(const string record)
  {
   if(m_hasFailed || m_handle==INVALID_HANDLE)
      return(Fail());
   uchar body[];
   AtsUtf8(record,body);
   uchar line[];
   AtsUtf8(StringFormat("%08x ",AtsCrc32(body,0,ArraySize(body))),line);
   ArrayCopy(line,body,9);
   int length=ArraySize(line)+1;
   ArrayResize(line,length);
   line[length-1]='\n';
   if(!FileSeek(m_handle,0,SEEK_END) || FileWriteArray(m_handle,line,0,length)!=(uint)length)
      return(Fail());
   m_bytes+=length;
   m_hasUnflushed=true;
   return(true);
  }

bool CAtsJournalFile::Flush()
  {
   ResetLastError();
   FileFlush(m_handle);
   if(GetLastError()!=0)
      return(Fail());
   m_hasUnflushed=false;
   return(true);
  }

bool CAtsJournalFile::BeginRewrite()
  {
   Close();
   m_hasFailed=false;
   m_bytes=0;
   m_handle=FileOpen(m_name+".new",FILE_WRITE|FILE_BIN);
   return(m_handle!=INVALID_HANDLE || Fail());
  }

bool CAtsJournalFile::EndRewrite()
  {
   if(m_hasFailed || !Flush())
      return(Fail());
   Close();
   if(!FileMove(m_name+".new",0,m_name,FILE_REWRITE))
      return(Fail());
   m_handle=FileOpen(m_name,FILE_READ|FILE_WRITE|FILE_BIN|FILE_SHARE_READ);
   return(m_handle!=INVALID_HANDLE || Fail());
  }

bool CAtsJournalFile::Fail()
  {
   if(!m_hasFailed)
      PrintFormat("ATS: the journal %s cannot be read or written, error %d",m_name,GetLastError());
   m_hasFailed=true;
   return(false);
  }

//--- Takes what stands before the first space, and that space.
string AtsTakeField(string &rest)
  {
   int space=StringFind(rest," ");
   string field=space<0 ? rest : StringSubstr(rest,0,space);
   rest=space<0 ? "" : StringSubstr(rest,space+1);
   return(field);
  }

#endif
//+------------------------------------------------------------------+

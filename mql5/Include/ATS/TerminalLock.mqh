//+------------------------------------------------------------------+
//|                                                 TerminalLock.mqh |
//| Only one program of a kind runs in a terminal.                   |
//+------------------------------------------------------------------+
#ifndef ATS_TERMINAL_LOCK_MQH
#define ATS_TERMINAL_LOCK_MQH

//+------------------------------------------------------------------+
//| A file held open without sharing: the system lets go of it with  |
//| the program, however that ends, so no lock is ever left over.    |
//+------------------------------------------------------------------+
class CAtsTerminalLock
  {
private:
   int               m_handle;

public:
                     CAtsTerminalLock() : m_handle(INVALID_HANDLE) {}
                    ~CAtsTerminalLock() { Release(); }

   //--- A path under MQL5\Files. False: another program holds it.
   bool              Take(const string fileName)
     {
      if(m_handle==INVALID_HANDLE)
         m_handle=FileOpen(fileName,FILE_READ|FILE_WRITE|FILE_BIN);
      return(m_handle!=INVALID_HANDLE);
     }

   void              Release()
     {
      if(m_handle!=INVALID_HANDLE)
         FileClose(m_handle);
      m_handle=INVALID_HANDLE;
     }
  };

#endif
//+------------------------------------------------------------------+

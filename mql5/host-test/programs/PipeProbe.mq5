//+------------------------------------------------------------------+
//|                                                    PipeProbe.mq5 |
//|  A service: writes frames into a pipe as it is told by the pipe  |
//+------------------------------------------------------------------+
#property service
#property copyright "ATS Cockpit"
#property version   "1.00"

input string InpPipe="probe";
input bool   InpKeepsRules=true;   // FileSeek between a read and a write
input int    InpFrames=0;          // Frames of 1024 bytes to write at once

//+------------------------------------------------------------------+
void WriteFrames(const int handle,const int count)
  {
   uchar frame[];
   ArrayResize(frame,1024);
   ArrayInitialize(frame,0);
   // The length of the frame, and a type that is not free.
   frame[1]=0x04;
   frame[4]=0x20;
   for(int i=0; i<count; i++)
     {
      if(InpKeepsRules && !FileSeek(handle,0,SEEK_SET))
         return;
      if(FileWriteArray(handle,frame)!=1024)
        {
         PrintFormat("WRITE failed %d",GetLastError());
         return;
        }
     }
   PrintFormat("WROTE %d",count);
  }
//+------------------------------------------------------------------+
void OnStart()
  {
   int handle=INVALID_HANDLE;
   while(!IsStopped() && handle==INVALID_HANDLE)
     {
      handle=FileOpen("\\\\.\\pipe\\"+InpPipe,FILE_READ|FILE_WRITE|FILE_BIN);
      if(handle==INVALID_HANDLE)
        {
         PrintFormat("OPEN failed %d",GetLastError());
         Sleep(20);
        }
     }
   if(InpFrames>0)
      WriteFrames(handle,InpFrames);
   while(!IsStopped() && handle!=INVALID_HANDLE)
     {
      ResetLastError();
      ulong available=FileSize(handle);
      if(available==0 && GetLastError()!=0)
        {
         Print("GONE");
         break;
        }
      if(available>0)
        {
         uchar bytes[];
         if(!FileSeek(handle,0,SEEK_SET))
            break;
         uint  got=FileReadArray(handle,bytes,0,(int)available);
         PrintFormat("READ %u of %I64u",got,available);
         // Each byte asks for as many frames.
         for(uint i=0; i<got; i++)
            WriteFrames(handle,bytes[i]);
        }
      Sleep(10);
     }
   if(handle!=INVALID_HANDLE)
      FileClose(handle);
   while(!IsStopped())
      Sleep(10);
  }
//+------------------------------------------------------------------+

//+------------------------------------------------------------------+
//|                                                   FrameProbe.mq5 |
//| Cuts streams from a file into frames, and says what came out.    |
//+------------------------------------------------------------------+
#property version "1.00"

#include <ATS/FrameReader.mqh>
#include <ATS/Hash.mqh>
#include <ATS/JsonReader.mqh>

#define ATS_PROBE_STREAMS "ATS\\frame-streams.bin"
#define ATS_PROBE_ANSWERS "ATS\\frame-answers.txt"

//+------------------------------------------------------------------+
//| A stream: u32 chunks, each u32 bytes and the bytes. Its answer   |
//| is a line: frames that came out, payload bytes in them, how many |
//| of them are JSON, the most that was kept, and the fault if any.  |
//+------------------------------------------------------------------+
void OnStart()
  {
   int streams=FileOpen(ATS_PROBE_STREAMS,FILE_READ|FILE_BIN);
   int answers=FileOpen(ATS_PROBE_ANSWERS,FILE_WRITE|FILE_BIN);
   if(streams==INVALID_HANDLE || answers==INVALID_HANDLE)
      return;
   CAtsFrameReader reader;
   CAtsJsonReader  json;
   AtsFrame        frame;
   uchar           chunk[];
   uchar           line[];
   while(!FileIsEnding(streams))
     {
      int  chunks=FileReadInteger(streams);
      int  frames=0;
      long bytes=0;
      int  texts=0;
      int  kept=0;
      reader.Reset();
      for(int i=0; i<chunks; i++)
        {
         int length=FileReadInteger(streams);
         if(length>0 && (int)FileReadArray(streams,chunk,0,length)!=length)
            return;
         if(length==0 || !reader.Push(chunk,length))
            continue;
         while(reader.Next(frame))
           {
            frames++;
            bytes+=frame.length;
            if(json.Parse(frame.payload,frame.length))
               texts++;
           }
         int left=ATS_INPUT_BYTES_MAX-reader.Room();
         kept=(left>kept) ? left : kept;
        }
      AtsUtf8(StringFormat("%d %I64d %d %d %s\n",frames,bytes,texts,kept,reader.FaultCode()),line);
      if(FileWriteArray(answers,line)!=(uint)ArraySize(line))
         return;
     }
   FileClose(streams);
   FileClose(answers);
  }
//+------------------------------------------------------------------+

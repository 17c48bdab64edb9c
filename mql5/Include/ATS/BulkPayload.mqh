//+------------------------------------------------------------------+
//|                                                  BulkPayload.mqh |
//| TICKS and BARS as bytes.                                         |
//+------------------------------------------------------------------+
#ifndef ATS_BULK_PAYLOAD_MQH
#define ATS_BULK_PAYLOAD_MQH

#include "Hash.mqh"
#include "Protocol.mqh"

#define ATS_SYMBOL_BYTES_MAX     255
//--- what the streams leave of the bulk credit, so that a PING finds room beside any backlog
#define ATS_STREAM_RESERVE_BYTES 2048

//+------------------------------------------------------------------+
//| How many records one more frame may hold now.                    |
//+------------------------------------------------------------------+
int AtsRecordsWithin(const int payloadBytes,const int symbolBytes,const int recordBytes)
  {
   const int room=(payloadBytes<ATS_PAYLOAD_MAX ? payloadBytes : ATS_PAYLOAD_MAX)-ATS_BULK_HEAD_BYTES-symbolBytes;
   return(room>0 ? room/recordBytes : 0);
  }

//+------------------------------------------------------------------+
//| Puts one record per tick into the buffer, from its beginning.    |
//+------------------------------------------------------------------+
bool AtsPackTicks(const MqlTick &ticks[],const int count,uchar &records[])
  {
   if(ArrayResize(records,count*ATS_TICK_BYTES)!=count*ATS_TICK_BYTES)
      return(false);
   AtsTickRecord record;
   for(int i=0; i<count; i++)
     {
      record.stampMs=ticks[i].time_msc;
      record.bid=ticks[i].bid;
      record.ask=ticks[i].ask;
      if(!StructToCharArray(record,records,(uint)(i*ATS_TICK_BYTES)))
         return(false);
     }
   return(true);
  }

//+------------------------------------------------------------------+
//| A count or a spread that does not fit is unknown.                |
//+------------------------------------------------------------------+
uint AtsKnownOrNot(const long value)
  {
   return(value>=0 && value<ATS_BAR_UNKNOWN ? (uint)value : ATS_BAR_UNKNOWN);
  }

bool AtsPackBars(const MqlRates &rates[],const int count,uchar &records[])
  {
   if(ArrayResize(records,count*ATS_BAR_BYTES)!=count*ATS_BAR_BYTES)
      return(false);
   AtsBarRecord record;
   for(int i=0; i<count; i++)
     {
      record.openStampMs=(long)rates[i].time*1000;
      record.open=rates[i].open;
      record.high=rates[i].high;
      record.low=rates[i].low;
      record.close=rates[i].close;
      record.tickVolume=AtsKnownOrNot(rates[i].tick_volume);
      record.spreadPoints=AtsKnownOrNot(rates[i].spread);
      if(!StructToCharArray(record,records,(uint)(i*ATS_BAR_BYTES)))
         return(false);
     }
   return(true);
  }

//+------------------------------------------------------------------+
//| A zeroed head, the symbol, then `bytes` of the records. Answers  |
//| the length of the payload, 0 where there is no memory.           |
//+------------------------------------------------------------------+
int AtsLayOut(const uchar &symbol[],const uchar &records[],const int start,const int bytes,uchar &payload[])
  {
   const int recordsAt=ATS_BULK_HEAD_BYTES+ArraySize(symbol);
   if(ArrayResize(payload,recordsAt+bytes)!=recordsAt+bytes)
      return(0);
   ArrayFill(payload,0,ATS_BULK_HEAD_BYTES,0);
   ArrayCopy(payload,symbol,ATS_BULK_HEAD_BYTES);
   ArrayCopy(payload,records,recordsAt,start,bytes);
   return(recordsAt+bytes);
  }

//+------------------------------------------------------------------+
//| `takenAtStamp`: how many ticks with the stamp of the last one    |
//| were sent so far, these included. Answers the payload's length.  |
//+------------------------------------------------------------------+
int AtsTicksPayload(const uchar &symbol[],const uchar &records[],const int start,const int bytes,
                    const int takenAtStamp,const bool isRewind,uchar &payload[])
  {
   const int length=AtsLayOut(symbol,records,start,bytes,payload);
   if(length==0)
      return(0);
   for(int i=0; i<4; i++)
      payload[ATS_TICKS_AT_TAKEN_AT_STAMP+i]=(uchar)((takenAtStamp>>(8*i))&0xFF);
   payload[ATS_TICKS_AT_FLAGS]=(uchar)(isRewind ? ATS_TICKS_FLAG_REWIND : 0);
   payload[ATS_TICKS_AT_SYMBOL_BYTES]=(uchar)ArraySize(symbol);
   return(length);
  }

//+------------------------------------------------------------------+
//| `timeframe` is our code; `isForming`: the last record is the bar |
//| that is not closed yet. Answers the payload's length.            |
//+------------------------------------------------------------------+
int AtsBarsPayload(const uchar &symbol[],const int timeframe,const uchar &records[],const bool isForming,uchar &payload[])
  {
   const int length=AtsLayOut(symbol,records,0,ArraySize(records),payload);
   if(length==0)
      return(0);
   payload[ATS_BARS_AT_TIMEFRAME]=(uchar)timeframe;
   payload[ATS_BARS_AT_FLAGS]=(uchar)(isForming ? ATS_BARS_FLAG_FORMING : 0);
   payload[ATS_BARS_AT_SYMBOL_BYTES]=(uchar)ArraySize(symbol);
   return(length);
  }

#endif

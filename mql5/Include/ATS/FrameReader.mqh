//+------------------------------------------------------------------+
//|                                                  FrameReader.mqh |
//| Cuts the stream from the cockpit into frames.                    |
//+------------------------------------------------------------------+
#ifndef ATS_FRAME_READER_MQH
#define ATS_FRAME_READER_MQH

#include "Protocol.mqh"

//--- what is kept of the stream: less than one frame, and the chunk that came after it
#define ATS_INPUT_BYTES_MAX (2*ATS_FRAME_MAX)

//--- A frame as it came; only the first `length` bytes of the payload count.
struct AtsFrame
  {
   uchar             type;
   uint              ackBytes;
   int               length;
   uchar             payload[];
  };

//+------------------------------------------------------------------+
//| A header is checked before its payload is waited for. The first  |
//| fault is final: what follows a broken frame has no known         |
//| beginning.                                                       |
//+------------------------------------------------------------------+
class CAtsFrameReader
  {
private:
   //--- what was pushed and not yet cut begins at m_at
   uchar             m_bytes[];
   int               m_at;
   uint              m_sequence;
   string            m_faultCode;
   string            m_faultMessage;

   bool              Break(const string code,const string message);
   bool              ReadHeader(AtsHeader &header);

public:
                     CAtsFrameReader() : m_at(0), m_sequence(0), m_faultCode(""), m_faultMessage("") {}

   void              Reset();
   //--- How many bytes may be pushed now: always more than none where Next has just said false.
   int               Room() const { return(ATS_INPUT_BYTES_MAX-(ArraySize(m_bytes)-m_at)); }
   //--- False: there is no room for them, or there is a fault.
   bool              Push(const uchar &chunk[],const int length);
   //--- The next whole frame. False: more bytes are needed, or there is a fault.
   bool              Next(AtsFrame &frame);

   //--- "" while nothing is wrong.
   string            FaultCode() const { return(m_faultCode); }
   string            FaultMessage() const { return(m_faultMessage); }
  };

void CAtsFrameReader::Reset()
  {
   ArrayResize(m_bytes,0,ATS_INPUT_BYTES_MAX);
   m_at=0;
   m_sequence=0;
   m_faultCode="";
   m_faultMessage="";
  }

bool CAtsFrameReader::Push(const uchar &chunk[],const int length)
  {
   if(m_faultCode!="" || length<0 || length>Room())
      return(false);
   if(m_at>0)
     {
      ArrayRemove(m_bytes,0,m_at);
      m_at=0;
     }
   return(ArrayCopy(m_bytes,chunk,ArraySize(m_bytes),0,length)==length);
  }

bool CAtsFrameReader::Next(AtsFrame &frame)
  {
   AtsHeader header;
   ZeroMemory(header);
   if(m_faultCode!="" || !ReadHeader(header))
      return(false);
   int total=(int)header.length;
   if(ArraySize(m_bytes)-m_at<total)
      return(false);
   frame.type=header.type;
   frame.ackBytes=header.ackBytes;
   frame.length=total-ATS_HEADER_BYTES;
   ArrayResize(frame.payload,frame.length,ATS_PAYLOAD_MAX);
   if(frame.length>0)
      ArrayCopy(frame.payload,m_bytes,0,m_at+ATS_HEADER_BYTES,frame.length);
   m_at+=total;
   m_sequence++;
   return(true);
  }

//--- False: it is not whole yet, or it is broken.
bool CAtsFrameReader::ReadHeader(AtsHeader &header)
  {
   if(ArraySize(m_bytes)-m_at<ATS_HEADER_BYTES || !CharArrayToStruct(header,m_bytes,m_at))
      return(false);
   if(header.version!=ATS_FRAME_VERSION)
      return(Break(ATS_FAULT_FRAME_VERSION,StringFormat("A frame of version %d arrived; this program reads %d.",header.version,ATS_FRAME_VERSION)));
   if(header.length<ATS_HEADER_BYTES || header.length>ATS_FRAME_MAX)
      return(Break(ATS_FAULT_FRAME_LENGTH,StringFormat("A frame claims %u bytes.",header.length)));
   if(header.sequence!=m_sequence+1)
      return(Break(ATS_FAULT_FRAME_SEQUENCE,StringFormat("Frame %u was due, frame %u arrived.",m_sequence+1,header.sequence)));
   return(true);
  }

//--- Always false, so that a check can end with it. What came with the broken frame is let go.
bool CAtsFrameReader::Break(const string code,const string message)
  {
   ArrayResize(m_bytes,0,ATS_INPUT_BYTES_MAX);
   m_at=0;
   m_faultCode=code;
   m_faultMessage=message;
   return(false);
  }

#endif
//+------------------------------------------------------------------+

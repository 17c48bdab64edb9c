//+------------------------------------------------------------------+
//|                                                         Link.mqh |
//| Frames over the pipe, in both directions: sequence, credit and   |
//| acknowledgements.                                                |
//+------------------------------------------------------------------+
#ifndef ATS_LINK_MQH
#define ATS_LINK_MQH

#include "FrameReader.mqh"
#include "Lane.mqh"
#include "Protocol.mqh"

//+------------------------------------------------------------------+
//| Never blocks the terminal: reads what FileSize says is there,    |
//| and writes within the credit, which is less than a pipe holds.   |
//| The first fault ends the reading; the owner says BYE and closes. |
//+------------------------------------------------------------------+
class CAtsLink
  {
private:
   int               m_handle;
   string            m_faultCode;
   string            m_faultMessage;
   CAtsFrameReader   m_reader;
   uchar             m_chunk[];
   //--- all frames of this event
   uchar             m_output[];
   uint              m_sequenceOut;
   CAtsLane          m_control;
   //--- counters of the wire, all modulo 2^32: bytes of both directions but ACK frames
   uint              m_sent;
   uint              m_sentAcknowledged;
   uint              m_consumed;
   uint              m_acknowledged;
   uint              m_acknowledgedOnWire;
   ulong             m_acknowledgedAtMs;
   //--- what the frame that the owner handles will add to m_consumed
   uint              m_handling;

   bool              Break(const string code,const string message);
   bool              Receive();
   bool              Accept(const AtsFrame &frame);
   void              Consume();
   void              Transmit(const uchar type,const uchar &payload[],const int length);
   void              TransmitWaiting();
   void              Acknowledge();
   bool              Write();
   void              TurnRound();

public:
                     CAtsLink();
                    ~CAtsLink() { Close(); }

   //--- False: nobody listens there, or all its ends are taken.
   bool              Open(const string pipe);
   void              Close();
   bool              IsOpen() const { return(m_handle!=INVALID_HANDLE); }

   //--- "" while nothing is wrong.
   string            FaultCode() const { return(m_faultCode); }
   string            FaultMessage() const { return(m_faultMessage); }

   //--- The next whole frame, or false. The one before it counts as handled from here on.
   bool              Next(AtsFrame &frame);
   //--- Bulk only within the credit; control waits for it. False: not taken.
   bool              Send(const uchar type,const uchar &payload[],const int length);
   //--- Payload bytes that one more bulk frame may hold.
   int               BulkCredit() const;
   uint              Unacknowledged() const { return(m_sent-m_sentAcknowledged); }
   //--- Acknowledges what is due and writes all that the event has produced, at once.
   void              Flush(const ulong nowMs);
  };

CAtsLink::CAtsLink() : m_handle(INVALID_HANDLE),
                       m_faultCode(""),
                       m_faultMessage(""),
                       m_sequenceOut(0),
                       m_sent(0),
                       m_sentAcknowledged(0),
                       m_consumed(0),
                       m_acknowledged(0),
                       m_acknowledgedOnWire(0),
                       m_acknowledgedAtMs(0),
                       m_handling(0)
  {
  }

bool CAtsLink::Open(const string pipe)
  {
   Close();
   m_handle=FileOpen(pipe,FILE_READ|FILE_WRITE|FILE_BIN);
   if(m_handle==INVALID_HANDLE)
      return(false);
   m_faultCode="";
   m_faultMessage="";
   m_reader.Reset();
   ArrayResize(m_output,0,ATS_INPUT_BYTES_MAX);
   m_sequenceOut=0;
   m_control.Clear();
   m_sent=0;
   m_sentAcknowledged=0;
   m_consumed=0;
   m_acknowledged=0;
   m_acknowledgedOnWire=0;
   m_acknowledgedAtMs=0;
   m_handling=0;
   return(true);
  }

void CAtsLink::Close()
  {
   if(m_handle!=INVALID_HANDLE)
      FileClose(m_handle);
   m_handle=INVALID_HANDLE;
  }

//--- Always false, so that a check can end with it. What follows a broken frame has no known beginning.
bool CAtsLink::Break(const string code,const string message)
  {
   if(m_faultCode=="")
     {
      m_faultCode=code;
      m_faultMessage=message;
     }
   return(false);
  }

//+------------------------------------------------------------------+
//| Reading                                                          |
//+------------------------------------------------------------------+
bool CAtsLink::Next(AtsFrame &frame)
  {
   Consume();
   while(IsOpen() && m_faultCode=="")
     {
      if(m_reader.Next(frame))
         return(Accept(frame));
      if(m_reader.FaultCode()!="")
         return(Break(m_reader.FaultCode(),m_reader.FaultMessage()));
      if(!Receive())
         return(false);
     }
   return(false);
  }

//--- One read of what is there. False: nothing is, or there is no room for it.
bool CAtsLink::Receive()
  {
   ulong available=FileSize(m_handle);
   ulong room=(ulong)m_reader.Room();
   if(available==0 || room==0)
      return(false);
   int wanted=(int)(available<room ? available : room);
   int got=(int)FileReadArray(m_handle,m_chunk,0,wanted);
   if(got<=0 || got>wanted)
      return(Break(ATS_FAULT_PIPE_FAILED,"The pipe to the cockpit could not be read."));
   return(m_reader.Push(m_chunk,got));
  }

bool CAtsLink::Accept(const AtsFrame &frame)
  {
   if(!AtsIsFromApp(frame.type))
      return(Break(ATS_FAULT_FRAME_TYPE,StringFormat("A message of type %d is unknown here.",frame.type)));
   if(frame.ackBytes-m_sentAcknowledged>Unacknowledged())
      return(Break(ATS_FAULT_FRAME_SEQUENCE,"The cockpit acknowledged bytes that were never sent."));
   uint charge=(frame.type==ATS_TYPE_ACK) ? 0 : (uint)(ATS_HEADER_BYTES+frame.length);
   if(m_consumed-m_acknowledgedOnWire+charge>ATS_CREDIT_TO_TERMINAL)
      return(Break(ATS_FAULT_CREDIT_EXCEEDED,"The cockpit sent more than it was granted."));
   m_handling=charge;
   m_sentAcknowledged=frame.ackBytes;
   TransmitWaiting();
   return(true);
  }

void CAtsLink::Consume()
  {
   m_consumed+=m_handling;
   m_handling=0;
   if(m_consumed-m_acknowledged>=ATS_ACK_EVERY_BYTES)
      Acknowledge();
  }

//+------------------------------------------------------------------+
//| Writing                                                          |
//+------------------------------------------------------------------+
int CAtsLink::BulkCredit() const
  {
   if(!IsOpen() || !m_control.IsEmpty())
      return(0);
   int room=ATS_CREDIT_BULK-(int)Unacknowledged()-ATS_HEADER_BYTES;
   if(room<=0)
      return(0);
   return(room<ATS_PAYLOAD_MAX ? room : ATS_PAYLOAD_MAX);
  }

bool CAtsLink::Send(const uchar type,const uchar &payload[],const int length)
  {
   if(!IsOpen() || length<0 || length>ATS_PAYLOAD_MAX)
      return(false);
   if(!AtsIsControl(type))
     {
      if(length>BulkCredit())
         return(false);
      Transmit(type,payload,length);
      return(true);
     }
   if(!m_control.Push(type,payload,length))
      return(false);
   TransmitWaiting();
   return(true);
  }

void CAtsLink::TransmitWaiting()
  {
   uchar type=0;
   uchar payload[];
   while(!m_control.IsEmpty() && Unacknowledged()+ATS_HEADER_BYTES+(uint)m_control.FrontLength()<=ATS_CREDIT_TO_APP)
      if(m_control.Take(type,payload))
         Transmit(type,payload,ArraySize(payload));
  }

void CAtsLink::Transmit(const uchar type,const uchar &payload[],const int length)
  {
   AtsHeader header;
   ZeroMemory(header);
   m_sequenceOut++;
   header.length=(uint)(ATS_HEADER_BYTES+length);
   header.type=type;
   header.version=ATS_FRAME_VERSION;
   header.sequence=m_sequenceOut;
   header.ackBytes=m_consumed;
   int at=ArraySize(m_output);
   ArrayResize(m_output,at+ATS_HEADER_BYTES+length,ATS_INPUT_BYTES_MAX);
   if(!StructToCharArray(header,m_output,at) || (length>0 && ArrayCopy(m_output,payload,at+ATS_HEADER_BYTES,0,length)!=length))
     {
      Break(ATS_FAULT_PIPE_FAILED,"A frame could not be laid out.");
      return;
     }
   if(type!=ATS_TYPE_ACK)
      m_sent+=header.length;
   m_acknowledged=m_consumed;
  }

void CAtsLink::Acknowledge()
  {
   uchar none[];
   Transmit(ATS_TYPE_ACK,none,0);
  }

void CAtsLink::Flush(const ulong nowMs)
  {
   if(!IsOpen())
      return;
   Consume();
   if(m_consumed!=m_acknowledged && nowMs-m_acknowledgedAtMs>=ATS_ACK_EVERY_MS)
      Acknowledge();
   if(m_acknowledged!=m_acknowledgedOnWire)
      m_acknowledgedAtMs=nowMs;
   if(ArraySize(m_output)>0 && !Write())
      Break(ATS_FAULT_PIPE_FAILED,"The cockpit has closed the pipe.");
  }

//--- MQL5 wants a FileSeek or FileFlush wherever reading and writing meet. FileFlush is not for us: Windows flushes a pipe by waiting
//--- until the other end has read it. FileSeek could drop what the terminal has read ahead, so all that came is taken first.
bool CAtsLink::Write()
  {
   while(Receive())
      continue;
   uint length=(uint)ArraySize(m_output);
   TurnRound();
   uint written=FileWriteArray(m_handle,m_output,0,(int)length);
   TurnRound();
   ArrayResize(m_output,0,ATS_INPUT_BYTES_MAX);
   m_acknowledgedOnWire=m_acknowledged;
   return(written==length);
  }

//--- A pipe has no position: what FileSeek answers says nothing.
void CAtsLink::TurnRound()
  {
   if(!FileSeek(m_handle,0,SEEK_SET))
      ResetLastError();
  }

#endif
//+------------------------------------------------------------------+

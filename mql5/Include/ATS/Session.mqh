//+------------------------------------------------------------------+
//|                                                      Session.mqh |
//| One program's session with the cockpit, over and over again.     |
//+------------------------------------------------------------------+
#ifndef ATS_SESSION_MQH
#define ATS_SESSION_MQH

#include "Budget.mqh"
#include "Clock.mqh"
#include "Fault.mqh"
#include "Hash.mqh"
#include "JsonReader.mqh"
#include "JsonWriter.mqh"
#include "Link.mqh"
#include "Liveness.mqh"
#include "Protocol.mqh"
#include "Token.mqh"

#define ATS_BACKOFF_MS_MIN 250
#define ATS_BACKOFF_MS_MAX 5000
//--- a session that lived so long was a good one: the next attempt after it comes at once
#define ATS_SETTLED_MS 5000

#define ATS_PHASE_CLOSED           0
#define ATS_PHASE_AWAITS_CHALLENGE 1
#define ATS_PHASE_AWAITS_READY     2
#define ATS_PHASE_OPEN             3

void AtsAppendByte(uchar &bytes[],const int value)
  {
   int at=ArraySize(bytes);
   ArrayResize(bytes,at+1);
   bytes[at]=(uchar)value;
  }

//--- Two bytes, the lower first.
void AtsAppendShort(uchar &bytes[],const int value)
  {
   AtsAppendByte(bytes,value&0xFF);
   AtsAppendByte(bytes,value>>8);
  }

//+------------------------------------------------------------------+
//| Connects, proves, reconnects. The owner's event, every time:     |
//|    session.Beat();                                               |
//|    while(session.Next(frame)) handle the frame;                  |
//|    send what there is to send;                                   |
//|    session.Flush();       // one write for the whole event       |
//| A frame counts as handled, and is acknowledged, when the next is |
//| asked for. READY is the first that comes out of Next. The app's  |
//| PING comes out too and is answered already; the rest of the      |
//| session's own frames never come out.                             |
//+------------------------------------------------------------------+
class CAtsSession
  {
private:
   string            m_token;
   string            m_pipe;
   int               m_role;
   string            m_version;
   CAtsLink          m_link;
   CAtsLiveness      m_liveness;
   CAtsBudget        m_budget;
   int               m_phase;
   string            m_nonce;
   string            m_id;
   string            m_cockpitVersion;
   string            m_problem;
   string            m_account;
   ulong             m_sinceMs;
   ulong             m_retryAtMs;
   ulong             m_backoffMs;
   long              m_pingId;

   void              Connect(const ulong nowMs);
   bool              SayHello();
   bool              Handle(AtsFrame &frame);
   void              Prove(AtsFrame &frame);
   bool              Proof(const string speaker,const string first,const string second,const int protocol,string &proof) const;
   bool              Welcome(AtsFrame &frame);
   void              EndByApp(AtsFrame &frame);
   void              End(const string problem);
   bool              MakeNonce();
   bool              SendOwn(const uchar type,const string json);

public:
                     CAtsSession();

   //--- False: this is no pairing token.
   bool              Init(const string token,const int role,const string version);
   //--- What AUTH says of the account to a cockpit that has proved itself, as a JSON object or null; "" for nothing.
   void              TellAccount(const string json) { m_account=json; }

   //--- READY was received and the session lives.
   bool              IsOpen() const { return(m_phase==ATS_PHASE_OPEN); }
   //--- "" while closed.
   string            Id() const { return(IsOpen() ? m_id : ""); }
   string            CockpitVersion() const { return(m_cockpitVersion); }
   //--- "" while open, else why not, for the trader.
   string            Problem() const { return(m_problem); }

   //--- Connects, and tells silence. Begins the event's budget.
   void              Beat();
   //--- False: nothing more now, or the event's budget is spent.
   bool              Next(AtsFrame &frame);
   //--- What the event may still take.
   bool              HasTime() const { return(m_budget.HasTime()); }
   void              Flush();

   //--- Payload bytes that one more bulk frame may hold now; 0: wait.
   int               BulkCredit() const { return(IsOpen() ? m_link.BulkCredit() : 0); }
   //--- False, and not taken: not open; for bulk no credit; for control too much is waiting.
   bool              SendText(const uchar type,const string json);
   bool              SendBytes(const uchar type,const uchar &payload[],const int length);
   //--- A request that cannot be served; the session goes on.
   bool              SendError(const string about,const string code,const string message);

   //--- A PING is due, and there is credit for it.
   bool              IsPingDue() const { return(IsOpen() && m_liveness.IsPingDue() && BulkCredit()>=1024); }
   //--- With a hash it carries the terminal's pulse: only after the snapshot of a trading session.
   void              SendPing(const string exposureHash="");
   //--- Says at once that the terminal will be silent; the cockpit grants 2 s at most.
   void              Busy(const string operation,const int maxMs);
   //--- Ends the session; the next attempt follows by itself.
   void              Fail(const string code,const string message);
   //--- The program leaves: ends the session for good.
   void              Leave(const string message);
  };

CAtsSession::CAtsSession() : m_token(""),
                             m_pipe(""),
                             m_role(0),
                             m_version(""),
                             m_phase(ATS_PHASE_CLOSED),
                             m_nonce(""),
                             m_id(""),
                             m_cockpitVersion(""),
                             m_problem(""),
                             m_account(""),
                             m_sinceMs(0),
                             m_retryAtMs(0),
                             m_backoffMs(ATS_BACKOFF_MS_MIN),
                             m_pingId(0)
  {
  }

bool CAtsSession::Init(const string token,const int role,const string version)
  {
   m_role=role;
   m_version=version;
   m_problem="Connecting.";
   return(AtsReadToken(token,m_token) && AtsPipeOf(m_token,m_pipe));
  }

//+------------------------------------------------------------------+
//| The life of a connection                                         |
//+------------------------------------------------------------------+
void CAtsSession::Beat()
  {
   m_budget.Begin();
   ulong nowMs=AtsSteadyMs();
   switch(m_phase)
     {
      case ATS_PHASE_CLOSED:
         if(nowMs>=m_retryAtMs)
            Connect(nowMs);
         break;
      case ATS_PHASE_AWAITS_CHALLENGE:
      case ATS_PHASE_AWAITS_READY:
         if(nowMs-m_sinceMs>=ATS_HANDSHAKE_MS_MAX)
            Fail(ATS_FAULT_HANDSHAKE_TIMEOUT,"The program behind the pipe does not answer. Is it the cockpit, and does it have this token?");
         break;
      case ATS_PHASE_OPEN:
         m_liveness.Beat(nowMs);
         if(m_liveness.IsSilent())
            Fail(ATS_FAULT_SESSION_SILENT,"The cockpit has been silent for 5 seconds.");
         else
            if(nowMs-m_sinceMs>=ATS_SETTLED_MS)
               m_backoffMs=ATS_BACKOFF_MS_MIN;
         break;
     }
  }

void CAtsSession::Connect(const ulong nowMs)
  {
   m_sinceMs=nowMs;
   if(!m_link.Open(m_pipe))
      End("The cockpit is not running, or it has another token.");
   else
      if(!MakeNonce() || !SayHello())
         End("The terminal's cryptography failed.");
      else
         m_phase=ATS_PHASE_AWAITS_CHALLENGE;
  }

//--- Closes, and plans the next attempt. The waiting doubles from one that failed to the next.
void CAtsSession::End(const string problem)
  {
   m_link.Close();
   m_phase=ATS_PHASE_CLOSED;
   m_id="";
   if(problem!=m_problem)
      Print("ATS: ",problem);
   m_problem=problem;
   m_retryAtMs=AtsSteadyMs()+m_backoffMs;
   m_backoffMs=(2*m_backoffMs<ATS_BACKOFF_MS_MAX) ? 2*m_backoffMs : ATS_BACKOFF_MS_MAX;
  }

//--- Only a cockpit that has proved itself is told why, while there is a pipe to tell it.
void CAtsSession::Fail(const string code,const string message)
  {
   if(m_phase==ATS_PHASE_CLOSED)
      return;
   if(m_phase>=ATS_PHASE_AWAITS_READY && code!=ATS_FAULT_PIPE_FAILED)
     {
      CAtsJsonWriter json;
      AtsFault       fault;
      json.BeginObject();
      AtsSetFault(fault,code,message);
      AtsWriteFault(fault,json);
      json.EndObject();
      SendOwn(ATS_TYPE_BYE,json.Text());
      m_link.Flush(AtsSteadyMs());
     }
   End(message);
  }

void CAtsSession::Leave(const string message) { Fail(ATS_FAULT_NOT_CONNECTED,message); }

//+------------------------------------------------------------------+
//| Frames                                                           |
//+------------------------------------------------------------------+
bool CAtsSession::Next(AtsFrame &frame)
  {
   while(m_phase!=ATS_PHASE_CLOSED && m_budget.TakeFrame())
     {
      if(!m_link.Next(frame))
        {
         if(m_link.FaultCode()!="")
            Fail(m_link.FaultCode(),m_link.FaultMessage());
         return(false);
        }
      if(Handle(frame))
         return(true);
     }
   return(false);
  }

//--- True: the frame is for the owner.
bool CAtsSession::Handle(AtsFrame &frame)
  {
   if(m_phase==ATS_PHASE_AWAITS_CHALLENGE)
     {
      if(frame.type==ATS_TYPE_CHALLENGE)
         Prove(frame);
      else
         Fail(ATS_FAULT_HANDSHAKE_ORDER,"The program behind the pipe does not speak as the cockpit does.");
      return(false);
     }
   m_liveness.Heard();
   switch(frame.type)
     {
      case ATS_TYPE_ACK:
      case ATS_TYPE_PONG:
         return(false);
      case ATS_TYPE_PING:
         //--- one that cannot be answered is as good as none
         return(m_link.Send(ATS_TYPE_PONG,frame.payload,frame.length) && IsOpen());
      case ATS_TYPE_BYE:
         EndByApp(frame);
         return(false);
      case ATS_TYPE_READY:
         if(m_phase==ATS_PHASE_AWAITS_READY)
            return(Welcome(frame));
         break;
      case ATS_TYPE_CHALLENGE:
         break;
      default:
         if(m_phase==ATS_PHASE_OPEN)
            return(true);
     }
   Fail(ATS_FAULT_HANDSHAKE_ORDER,StringFormat("Message %d came at a moment when it cannot come.",frame.type));
   return(false);
  }

void CAtsSession::EndByApp(AtsFrame &frame)
  {
   CAtsJsonReader json;
   string message="The cockpit has ended the session.";
   if(json.Parse(frame.payload,frame.length))
      message=json.Text("fault.message",message);
   End("The cockpit says: "+message);
  }

void CAtsSession::Flush()
  {
   m_link.Flush(AtsSteadyMs());
   if(m_phase!=ATS_PHASE_CLOSED && m_link.FaultCode()!="")
      Fail(m_link.FaultCode(),m_link.FaultMessage());
  }

bool CAtsSession::SendBytes(const uchar type,const uchar &payload[],const int length)
  {
   return(IsOpen() && m_link.Send(type,payload,length));
  }

bool CAtsSession::SendText(const uchar type,const string json)
  {
   uchar bytes[];
   AtsUtf8(json,bytes);
   return(SendBytes(type,bytes,ArraySize(bytes)));
  }

//--- Frames of the session itself, before and while it is open.
bool CAtsSession::SendOwn(const uchar type,const string json)
  {
   uchar bytes[];
   AtsUtf8(json,bytes);
   return(m_link.Send(type,bytes,ArraySize(bytes)));
  }

bool CAtsSession::SendError(const string about,const string code,const string message)
  {
   CAtsJsonWriter json;
   AtsFault       fault;
   AtsSetFault(fault,code,message);
   json.BeginObject();
   json.KeyString("about",about);
   AtsWriteFault(fault,json);
   json.EndObject();
   return(SendText(ATS_TYPE_ERROR,json.Text()));
  }

void CAtsSession::SendPing(const string exposureHash)
  {
   CAtsJsonWriter json;
   m_pingId++;
   json.BeginObject();
   json.KeyLong("id",m_pingId);
   if(exposureHash!="")
     {
      json.Key("pulse");
      json.BeginObject();
      json.Key("clock");
      json.BeginObject();
      json.KeyLong("tradeServerMs",AtsSecondsToMs(TimeTradeServer()));
      json.KeyLong("gmtMs",AtsSecondsToMs(TimeGMT()));
      json.KeyLong("lastQuoteStampMs",AtsSecondsToMs(TimeCurrent()));
      json.EndObject();
      json.KeyString("exposureHash",exposureHash);
      json.KeyBool("isConnected",TerminalInfoInteger(TERMINAL_CONNECTED)!=0);
      json.EndObject();
     }
   json.EndObject();
   if(SendOwn(ATS_TYPE_PING,json.Text()))
      m_liveness.Pinged();
  }

void CAtsSession::Busy(const string operation,const int maxMs)
  {
   CAtsJsonWriter json;
   json.BeginObject();
   json.KeyString("operation",operation);
   json.KeyLong("maxMs",maxMs);
   json.EndObject();
   if(IsOpen() && SendOwn(ATS_TYPE_BUSY,json.Text()))
      m_link.Flush(AtsSteadyMs());
  }

//+------------------------------------------------------------------+
//| The handshake                                                    |
//+------------------------------------------------------------------+

//--- MQL5 has no source of true randomness. What counts is that a nonce was never used before: microseconds and a counter see to that,
//--- and the token under the hash keeps it from being foretold.
bool CAtsSession::MakeNonce()
  {
   static uint counter=0;
   counter++;
   string seed=StringFormat("ats-nonce|%u|%I64u|%I64u|%I64d|%d|%d",counter,GetMicrosecondCount(),GetTickCount64(),(long)TimeLocal(),MathRand(),MathRand());
   uchar message[];
   uchar digest[];
   AtsUtf8(seed,message);
   if(!AtsHmacSha256(m_token,message,digest))
      return(false);
   m_nonce=AtsHex(digest,ATS_NONCE_BYTES);
   return(true);
  }

bool CAtsSession::SayHello()
  {
   CAtsJsonWriter json;
   json.BeginObject();
   json.KeyLong("protocolMin",ATS_PROTOCOL_MIN);
   json.KeyLong("protocolMax",ATS_PROTOCOL_MAX);
   json.KeyString("version",m_version);
   json.KeyString("role",m_role==ATS_ROLE_TRADING ? ATS_WORD_ROLE_TRADING : ATS_WORD_ROLE_DATA);
   json.KeyString("terminalNonce",m_nonce);
   json.EndObject();
   return(SendOwn(ATS_TYPE_HELLO,json.Text()));
  }

//--- Tells nothing to a program that does not know the token.
void CAtsSession::Prove(AtsFrame &frame)
  {
   CAtsJsonReader json;
   string appNonce="";
   string appProof="";
   long   protocol=0;
   bool isChallenge=json.Parse(frame.payload,frame.length) && json.TryText("appNonce",appNonce) && json.TryText("proof",appProof) && json.TryLong("protocol",protocol);
   string expected="";
   string own="";
   if(!isChallenge || protocol<1 || protocol>0xFFFF || !Proof(ATS_PROOF_APP,m_nonce,appNonce,(int)protocol,expected) || appProof!=expected)
     {
      Fail(ATS_FAULT_HANDSHAKE_PROOF,"The program behind the pipe does not know the token; nothing was told to it. Copy the token from the cockpit again.");
      return;
     }
   if(protocol<ATS_PROTOCOL_MIN || protocol>ATS_PROTOCOL_MAX)
     {
      m_backoffMs=ATS_BACKOFF_MS_MAX;
      Fail(ATS_FAULT_PROTOCOL_UNSUPPORTED,StringFormat("The cockpit speaks protocol %I64d, this adviser %d to %d. Install the adviser that came with the cockpit.",protocol,ATS_PROTOCOL_MIN,ATS_PROTOCOL_MAX));
      return;
     }
   if(!Proof(ATS_PROOF_TERMINAL,appNonce,m_nonce,(int)protocol,own))
     {
      Fail(ATS_FAULT_HANDSHAKE_PROOF,"The terminal's cryptography failed.");
      return;
     }
   CAtsJsonWriter answer;
   answer.BeginObject();
   answer.KeyString("proof",own);
   if(m_account!="")
      answer.KeyRaw("account",m_account);
   answer.EndObject();
   SendOwn(ATS_TYPE_AUTH,answer.Text());
   m_phase=ATS_PHASE_AWAITS_READY;
   m_liveness.Start(AtsSteadyMs());
  }

//--- The bytes under a proof are those of the table in src-main/protocol/handshake-proof.ts.
bool CAtsSession::Proof(const string speaker,const string first,const string second,const int protocol,string &proof) const
  {
   uchar message[];
   uchar firstBytes[];
   uchar secondBytes[];
   uchar version[];
   if(!AtsHexToBytes(first,ATS_NONCE_BYTES,firstBytes) || !AtsHexToBytes(second,ATS_NONCE_BYTES,secondBytes))
      return(false);
   AtsUtf8(speaker,message);
   AtsUtf8(m_version,version);
   ArrayCopy(message,firstBytes,ArraySize(message));
   ArrayCopy(message,secondBytes,ArraySize(message));
   AtsAppendShort(message,protocol);
   AtsAppendShort(message,ATS_PROTOCOL_MIN);
   AtsAppendShort(message,ATS_PROTOCOL_MAX);
   AtsAppendByte(message,ArraySize(version));
   ArrayCopy(message,version,ArraySize(message));
   AtsAppendByte(message,m_role);
   uchar digest[];
   if(!AtsHmacSha256(m_token,message,digest))
      return(false);
   proof=AtsHex(digest,ATS_DIGEST_BYTES);
   return(true);
  }

bool CAtsSession::Welcome(AtsFrame &frame)
  {
   CAtsJsonReader json;
   string id="";
   if(!json.Parse(frame.payload,frame.length) || !json.TryText("session",id) || StringLen(id)!=16)
     {
      Fail(ATS_FAULT_FRAME_PAYLOAD,"The cockpit's READY could not be read.");
      return(false);
     }
   m_id=id;
   m_cockpitVersion=json.Text("appVersion");
   m_problem="";
   m_phase=ATS_PHASE_OPEN;
   m_sinceMs=AtsSteadyMs();
   Print("ATS: connected to the cockpit, session ",m_id,".");
   return(true);
  }

#endif
//+------------------------------------------------------------------+

//+------------------------------------------------------------------+
//|                                                      Session.mqh |
//| One program's session with the cockpit, over and over again.     |
//+------------------------------------------------------------------+
#ifndef ATS_SESSION_MQH
#define ATS_SESSION_MQH

#include "Protocol.mqh"
#include "Clock.mqh"
#include "Hash.mqh"
#include "JsonReader.mqh"
#include "JsonWriter.mqh"
#include "Link.mqh"
#include "Liveness.mqh"

#define ATS_ROLE_TRADING 1
#define ATS_ROLE_DATA    2

//+------------------------------------------------------------------+
//| Connects, proves, reconnects. The owner's event, every time:     |
//|    session.Beat();                                               |
//|    while(budget allows && session.Next(frame)) handle the frame; |
//|    send what there is to send;                                   |
//|    session.Flush();       // one write for the whole event       |
//| A frame counts as handled, and is acknowledged, when the next is |
//| asked for. READY comes out of Next as the first frame.           |
//+------------------------------------------------------------------+
class CAtsSession
  {
public:
   //--- False: the token is none; the text says so to the trader.
   bool              Init(const string token,const int role,const string version);

   bool              IsOpen() const;                        // READY was received
   string            Id() const;                            // session id, "" while closed
   //--- Payload bytes that one more bulk frame may hold now, 0: wait.
   int               BulkCredit() const;
   //--- Bulk is taken only where credit allows. Control waits in a small queue of its own; false: the queue is full, or not open.
   bool              SendText(const uchar type,const string json);
   bool              SendBytes(const uchar type,const uchar &payload[],const int length);

   //--- Connects, watches silence, acknowledges.
   void              Beat();
   bool              Next(AtsFrame &frame);
   void              Flush();

   //--- A PING is due and there is credit for it.
   bool              IsPingDue() const;
   void              SendPing(const string exposureHash);
   //--- Says, at once, that the terminal will be silent; at most 2 s count.
   void              Busy(const string operation,const int maxMs);
   //--- A request that cannot be served; the session goes on.
   void              SendError(const string about,const string code,const string message);
   //--- Ends the session with a BYE and connects again later.
   void              Fail(const string code,const string message);
   //--- Ends it for good: the program leaves.
   void              Close(const string message);

   //--- Milliseconds since the cockpit was last heard; huge while closed.
   ulong             SilentMs() const;
   string            CockpitVersion() const;
   //--- For the chart: "" while connected, else why not.
   string            Problem() const;
  };

//+------------------------------------------------------------------+
//|                                                         Lane.mqh |
//| Control frames that wait for credit.                             |
//+------------------------------------------------------------------+
#ifndef ATS_LANE_MQH
#define ATS_LANE_MQH

#define ATS_LANE_FRAMES_MAX 1024
#define ATS_LANE_BYTES_MAX  262144

//+------------------------------------------------------------------+
//| First in, first out, and bounded.                                |
//+------------------------------------------------------------------+
class CAtsLane
  {
private:
   uchar             m_types[];
   int               m_lengths[];
   //--- all payloads, one after the other
   uchar             m_bytes[];

public:
   bool              IsEmpty() const { return(ArraySize(m_types)==0); }
   //--- Payload bytes of the oldest; only where there is one.
   int               FrontLength() const { return(m_lengths[0]); }

   void              Clear()
     {
      ArrayResize(m_types,0);
      ArrayResize(m_lengths,0);
      ArrayResize(m_bytes,0);
     }

   //--- False, and not taken, where the lane is full.
   bool              Push(const uchar type,const uchar &payload[],const int length)
     {
      int frames=ArraySize(m_types);
      int used=ArraySize(m_bytes);
      if(frames>=ATS_LANE_FRAMES_MAX || used+length>ATS_LANE_BYTES_MAX)
         return(false);
      if(length>0 && ArrayCopy(m_bytes,payload,used,0,length)!=length)
         return(false);
      ArrayResize(m_types,frames+1,64);
      ArrayResize(m_lengths,frames+1,64);
      m_types[frames]=type;
      m_lengths[frames]=length;
      return(true);
     }

   //--- Takes the oldest; false where there is none.
   bool              Take(uchar &type,uchar &payload[])
     {
      if(IsEmpty())
         return(false);
      int length=m_lengths[0];
      type=m_types[0];
      ArrayResize(payload,length);
      if(length>0)
        {
         ArrayCopy(payload,m_bytes,0,0,length);
         ArrayRemove(m_bytes,0,length);
        }
      ArrayRemove(m_types,0,1);
      ArrayRemove(m_lengths,0,1);
      return(true);
     }
  };

#endif
//+------------------------------------------------------------------+

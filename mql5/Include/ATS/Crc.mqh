//+------------------------------------------------------------------+
//|                                                          Crc.mqh |
//| The checksum of a record in our files.                           |
//+------------------------------------------------------------------+
#ifndef ATS_CRC_MQH
#define ATS_CRC_MQH

//--- CRC-32 (IEEE 802.3, reflected) of `count` bytes from `start` on. It finds torn and damaged records; it is no signature.
uint AtsCrc32(const uchar &bytes[],const int start,const int count)
  {
   static uint table[256];
   static bool isReady=false;
   if(!isReady)
     {
      for(uint i=0; i<256; i++)
        {
         uint value=i;
         for(int bit=0; bit<8; bit++)
            value=(value&1)!=0 ? (value>>1)^0xEDB88320 : value>>1;
         table[i]=value;
        }
      isReady=true;
     }
   uint crc=0xFFFFFFFF;
   for(int i=start; i<start+count; i++)
      crc=(crc>>8)^table[(crc^bytes[i])&0xFF];
   return(crc^0xFFFFFFFF);
  }

#endif
//+------------------------------------------------------------------+

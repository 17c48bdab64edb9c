#include "crypt.h"

#include "../host/last-error.h"

namespace
{
const uint roundConstants[64] = {
   0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74,
   0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d,
   0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e,
   0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5,
   0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

uint turned(uint value, int by) { return value >> by | value << (32 - by); }

void digestBlock(uint state[8], const uchar *block)
  {
   uint w[64];
   for(int i = 0; i < 16; i++)
      w[i] = (uint)block[i * 4] << 24 | (uint)block[i * 4 + 1] << 16 | (uint)block[i * 4 + 2] << 8 | block[i * 4 + 3];
   for(int i = 16; i < 64; i++)
     {
      const uint low = turned(w[i - 15], 7) ^ turned(w[i - 15], 18) ^ w[i - 15] >> 3;
      const uint high = turned(w[i - 2], 17) ^ turned(w[i - 2], 19) ^ w[i - 2] >> 10;
      w[i] = w[i - 16] + low + w[i - 7] + high;
     }
   uint a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
   for(int i = 0; i < 64; i++)
     {
      const uint first = h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + roundConstants[i] + w[i];
      const uint second = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      h = g;
      g = f;
      f = e;
      e = d + first;
      d = c;
      c = b;
      b = a;
      a = first + second;
     }
   const uint sums[8] = {a, b, c, d, e, f, g, h};
   for(int i = 0; i < 8; i++)
      state[i] += sums[i];
  }

/** FIPS 180-4. */
void sha256(const uchar *bytes, size_t count, uchar digest[32])
  {
   std::vector<uchar> message(bytes, bytes + count);
   message.push_back(0x80);
   while(message.size() % 64 != 56)
      message.push_back(0);
   for(int i = 7; i >= 0; i--)
      message.push_back((uchar)((ulong)count * 8 >> (i * 8)));
   uint state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
   for(size_t at = 0; at < message.size(); at += 64)
      digestBlock(state, &message[at]);
   for(int i = 0; i < 32; i++)
      digest[i] = (uchar)(state[i / 4] >> (24 - 8 * (i % 4)));
  }

void base64(const MqlArray<uchar> &data, MqlArray<uchar> &result)
  {
   static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
   std::string text;
   for(size_t at = 0; at < data.size(); at += 3)
     {
      const size_t left = data.size() - at;
      const uint group = (uint)data.data()[at] << 16 | (left > 1 ? (uint)data.data()[at + 1] << 8 : 0) | (left > 2 ? data.data()[at + 2] : 0);
      for(size_t i = 0; i < 4; i++)
         text += i <= left ? letters[group >> (18 - 6 * i) & 63] : '=';
     }
   result.resize(text.size());
   memcpy(result.data(), text.data(), text.size());
  }
}

int CryptEncode(ENUM_CRYPT_METHOD method, const MqlArray<uchar> &data, const MqlArray<uchar> &, MqlArray<uchar> &result)
  {
   if(method == CRYPT_HASH_SHA256)
     {
      uchar digest[32];
      sha256(data.data(), data.size(), digest);
      if(!result.isFixed())
         result.resize(32);
      if(result.size() < 32)
         return 0;
      memcpy(result.data(), digest, 32);
      return 32;
     }
   if(method == CRYPT_BASE64)
     {
      base64(data, result);
      return (int)result.size();
     }
   host::setLastError(ERR_INVALID_PARAMETER);
   return 0;
  }

// MQL5 arrays: checked at every index, always passed by reference, with a direction. The transform writes `T a[]` as MqlArray<T>,
// `T a[N]` as MqlArray<T>{mql_fixed(N)} and an initialised one with its values after that.
#pragma once

#include <algorithm>

#include "types.h"

struct mql_fixed
  {
   int size;
   explicit mql_fixed(int n) : size(n) {}
  };

struct mql_dyn
  {
  };

template <class T> class MqlArray
  {
   std::unique_ptr<T[]> m_items;
   size_t m_size = 0;
   size_t m_capacity = 0;
   bool m_isFixed = false;
   mutable bool m_isSeries = false;

   // New items of plain types hold what happened to lie there, as in the terminal: never zeros that a program may come to rely on.
   void soil(size_t from, size_t to)
     {
      if constexpr(std::is_trivially_default_constructible_v<T> && std::is_trivially_copyable_v<T>)
         if(to > from)
            memset((void *)(m_items.get() + from), 0xA5, (to - from) * sizeof(T));
     }

   void reserve(size_t capacity)
     {
      if(capacity <= m_capacity)
         return;
      std::unique_ptr<T[]> grown(new T[capacity]);
      for(size_t i = 0; i < m_size; i++)
         grown[i] = std::move(m_items[i]);
      m_items = std::move(grown);
      m_capacity = capacity;
     }

   size_t place(mql_long index) const
     {
      if(index < 0 || (size_t)index >= m_size)
         mql_critical("array out of range");
      return m_isSeries ? m_size - 1 - (size_t)index : (size_t)index;
     }

public:
   MqlArray() {}
   MqlArray(mql_fixed fixed, std::initializer_list<T> values = {}) : m_items(new T[fixed.size]()), m_size(fixed.size), m_capacity(fixed.size), m_isFixed(true)
     {
      size_t i = 0;
      for(const T &value : values)
         m_items[i++] = value;
     }
   MqlArray(mql_dyn, std::initializer_list<T> values) : MqlArray(mql_fixed((int)values.size()), values) {}
   MqlArray(const MqlArray &other) { *this = other; }
   MqlArray(MqlArray &&) = default;
   MqlArray &operator=(MqlArray &&) = default;
   MqlArray &operator=(const MqlArray &other)
     {
      if(this == &other)
         return *this;
      m_items.reset(other.m_size > 0 ? new T[other.m_size] : nullptr);
      for(size_t i = 0; i < other.m_size; i++)
         m_items[i] = other.m_items[i];
      m_size = m_capacity = other.m_size;
      m_isFixed = other.m_isFixed;
      m_isSeries = other.m_isSeries;
      return *this;
     }

   template <class I> T &operator[](I index) { return m_items[place((mql_long)index)]; }
   template <class I> const T &operator[](I index) const { return m_items[place((mql_long)index)]; }

   // What follows is for the library: items in the order of memory, whatever the direction.
   T *data() { return m_items.get(); }
   const T *data() const { return m_items.get(); }
   size_t size() const { return m_size; }
   bool isFixed() const { return m_isFixed; }
   bool isSeries() const { return m_isSeries; }
   void setSeries(bool isSeries) const { m_isSeries = isSeries; }

   bool resize(size_t size, size_t spare = 0)
     {
      if(m_isFixed)
         return size == m_size;
      if(size > m_capacity)
         reserve(size + spare);
      soil(m_size, size);
      if constexpr(!std::is_trivially_copyable_v<T>)
         for(size_t i = size; i < m_size; i++)
            m_items[i] = T();
      m_size = size;
      return true;
     }

   /** Makes room for `size` items if it may; false where the array is fixed and shorter. */
   bool grow(size_t size) { return size <= m_size || resize(size); }

   void release()
     {
      if(m_isFixed)
         return;
      m_items.reset();
      m_size = m_capacity = 0;
     }
  };

template <class T> int ArraySize(const MqlArray<T> &array) { return (int)array.size(); }
template <class T, size_t N> int ArraySize(const T (&)[N]) { return (int)N; }
template <class T> bool ArrayIsDynamic(const MqlArray<T> &array) { return !array.isFixed(); }
template <class T> bool ArrayIsSeries(const MqlArray<T> &array) { return array.isSeries(); }
template <class T> bool ArrayGetAsSeries(const MqlArray<T> &array) { return array.isSeries(); }

template <class T> int ArrayResize(MqlArray<T> &array, const int size, const int reserve = 0)
  {
   if(size < 0 || array.isFixed() || !array.resize((size_t)size, (size_t)reserve))
      return -1;
   return size;
  }

template <class T> void ArrayFree(MqlArray<T> &array) { array.release(); }

template <class T> bool ArraySetAsSeries(const MqlArray<T> &array, bool isSeries)
  {
   array.setSeries(isSeries);
   return true;
  }

template <class T, class V> int ArrayInitialize(MqlArray<T> &array, V value)
  {
   for(size_t i = 0; i < array.size(); i++)
      array.data()[i] = (T)value;
   return (int)array.size();
  }

template <class T, class V> void ArrayFill(MqlArray<T> &array, int start, int count, V value)
  {
   for(int i = start; i < start + count; i++)
      array[i] = (T)value;
  }

template <class T, class S> int ArrayCopy(MqlArray<T> &to, const MqlArray<S> &from, int toStart = 0, int fromStart = 0, int count = WHOLE_ARRAY)
  {
   if(toStart < 0 || fromStart < 0 || (size_t)fromStart >= from.size())
      return 0;
   size_t n = from.size() - (size_t)fromStart;
   if(count >= 0 && (size_t)count < n)
      n = (size_t)count;
   if(!to.grow((size_t)toStart + n))
     {
      if(to.size() <= (size_t)toStart)
         return 0;
      n = to.size() - (size_t)toStart;
     }
   const S *source = from.data() + fromStart;
   T *target = to.data() + toStart;
   // Copies within one array may overlap.
   if((const void *)source < (const void *)target)
      for(size_t i = n; i-- > 0;)
         target[i] = (T)source[i];
   else
      for(size_t i = 0; i < n; i++)
         target[i] = (T)source[i];
   return (int)n;
  }

template <class T> int ArrayCompare(const MqlArray<T> &a, const MqlArray<T> &b, int aStart = 0, int bStart = 0, int count = WHOLE_ARRAY)
  {
   size_t an = a.size() - (size_t)aStart, bn = b.size() - (size_t)bStart;
   if(count >= 0)
     {
      an = an < (size_t)count ? an : (size_t)count;
      bn = bn < (size_t)count ? bn : (size_t)count;
     }
   for(size_t i = 0; i < an && i < bn; i++)
     {
      const T &x = a.data()[(size_t)aStart + i], &y = b.data()[(size_t)bStart + i];
      if(x < y)
         return -1;
      if(y < x)
         return 1;
     }
   return an < bn ? -1 : an > bn ? 1 : 0;
  }

template <class T> bool ArrayRemove(MqlArray<T> &array, uint start, uint count = (uint)WHOLE_ARRAY)
  {
   if(array.isFixed() || start >= array.size())
      return false;
   size_t n = array.size() - start;
   if(count < n)
      n = count;
   for(size_t i = start; i + n < array.size(); i++)
      array.data()[i] = std::move(array.data()[i + n]);
   return array.resize(array.size() - n);
  }

template <class T> bool ArrayInsert(MqlArray<T> &to, const MqlArray<T> &from, uint toStart, uint fromStart = 0, uint count = (uint)WHOLE_ARRAY)
  {
   if(to.isFixed() || &to == &from || toStart > to.size() || fromStart > from.size())
      return false;
   size_t n = from.size() - fromStart;
   if(count < n)
      n = count;
   const size_t was = to.size();
   to.resize(was + n);
   for(size_t i = was; i-- > toStart;)
      to.data()[i + n] = std::move(to.data()[i]);
   for(size_t i = 0; i < n; i++)
      to.data()[toStart + i] = from.data()[fromStart + i];
   return true;
  }

template <class T> bool ArrayReverse(MqlArray<T> &array, uint start = 0, uint count = (uint)WHOLE_ARRAY)
  {
   if(start > array.size())
      return false;
   size_t n = array.size() - start;
   if(count < n)
      n = count;
   for(size_t i = 0; i < n / 2; i++)
      std::swap(array.data()[start + i], array.data()[start + n - 1 - i]);
   return true;
  }

template <class T> bool ArraySwap(MqlArray<T> &a, MqlArray<T> &b)
  {
   if(a.isFixed() || b.isFixed())
      return false;
   std::swap(a, b);
   return true;
  }

template <class T> bool ArraySort(MqlArray<T> &array)
  {
   std::sort(array.data(), array.data() + array.size());
   return true;
  }

template <class T> int ArrayBsearch(const MqlArray<T> &array, T value)
  {
   if(array.size() == 0)
      return -1;
   size_t low = 0, high = array.size() - 1;
   while(low < high)
     {
      const size_t middle = (low + high + 1) / 2;
      if(value < array.data()[middle])
         high = middle - 1;
      else
         low = middle;
     }
   return (int)low;
  }

template <class T> int ArrayMaximum(const MqlArray<T> &array, int start = 0, int count = WHOLE_ARRAY)
  {
   int best = -1;
   for(int i = start; i < (int)array.size() && (count < 0 || i < start + count); i++)
      if(best < 0 || array[best] < array[i])
         best = i;
   return best;
  }

template <class T> int ArrayMinimum(const MqlArray<T> &array, int start = 0, int count = WHOLE_ARRAY)
  {
   int best = -1;
   for(int i = start; i < (int)array.size() && (count < 0 || i < start + count); i++)
      if(best < 0 || array[i] < array[best])
         best = i;
   return best;
  }

template <class T> void ZeroMemory(T &value) { value = T(); }
template <class T> void ZeroMemory(MqlArray<T> &array)
  {
   for(size_t i = 0; i < array.size(); i++)
      array.data()[i] = T();
  }

template <class T> bool StructToCharArray(const T &value, MqlArray<uchar> &bytes, uint start = 0)
  {
   static_assert(std::is_trivially_copyable_v<T>, "only a plain struct has bytes");
   if(!bytes.grow(start + sizeof(T)))
      return false;
   memcpy(bytes.data() + start, &value, sizeof(T));
   return true;
  }

template <class T> bool CharArrayToStruct(T &value, const MqlArray<uchar> &bytes, uint start = 0)
  {
   static_assert(std::is_trivially_copyable_v<T>, "only a plain struct has bytes");
   if(bytes.size() < start + sizeof(T))
      return false;
   memcpy(&value, bytes.data() + start, sizeof(T));
   return true;
  }

// Files of the sandbox MQL5/Files (or the common one), and named pipes by "\\.\pipe\NAME".
#pragma once

#include "array.h"
#include "enums.h"
#include "text.h"

int FileOpen(const string &file_name, int open_flags, short delimiter = '\t', uint codepage = CP_ACP);
void FileClose(int handle);
ulong FileSize(int handle);
ulong FileTell(int handle);
bool FileSeek(int handle, mql_long offset, ENUM_FILE_POSITION origin);
void FileFlush(int handle);
bool FileIsEnding(int handle);
mql_long FileGetInteger(int handle, ENUM_FILE_PROPERTY_INTEGER property);
mql_long FileGetInteger(const string &file_name, ENUM_FILE_PROPERTY_INTEGER property, bool common_folder = false);

bool FileIsExist(const string &file_name, int common_flag = 0);
bool FileDelete(const string &file_name, int common_flag = 0);
bool FileMove(const string &src_file_name, int common_flag, const string &dst_file_name, int mode_flags);
bool FileCopy(const string &src_file_name, int common_flag, const string &dst_file_name, int mode_flags);
bool FolderCreate(const string &folder_name, int common_flag = 0);
bool FolderDelete(const string &folder_name, int common_flag = 0);
bool FolderClean(const string &folder_name, int common_flag = 0);
mql_long FileFindFirst(const string &file_filter, string &returned_filename, int common_flag = 0);
bool FileFindNext(mql_long search_handle, string &returned_filename);
void FileFindClose(mql_long search_handle);

/** Bytes read or written; fewer than asked sets the last error. */
uint mql_file_read(int handle, void *bytes, uint count);
uint mql_file_write(int handle, const void *bytes, uint count);

uint mql_file_write_text(int handle, const string &text);
string FileReadString(int handle, int length = -1);
uint FileWriteString(int handle, const string &text, int length = -1);

/** For FILE_TXT: the parts one after another and a line's end; for FILE_CSV: the delimiter between them. */
uint mql_file_write_parts(int handle, const MqlArray<string> &parts);
template <class... A> uint FileWrite(int handle, const A &...parts)
  {
   MqlArray<string> texts{mql_dyn(), {mql_joined(parts)...}};
   return mql_file_write_parts(handle, texts);
  }

template <class T> uint FileWriteArray(int handle, const MqlArray<T> &array, int start = 0, int count = WHOLE_ARRAY)
  {
   static_assert(std::is_trivially_copyable_v<T>, "only plain items have bytes");
   mql_long n = (mql_long)array.size() - start;
   if(count >= 0 && count < n)
      n = count;
   if(start < 0 || n <= 0)
      return 0;
   return mql_file_write(handle, array.data() + start, (uint)(n * (mql_long)sizeof(T))) / (uint)sizeof(T);
  }

uint mql_file_left(int handle);
template <class T> uint FileReadArray(int handle, MqlArray<T> &array, int start = 0, int count = WHOLE_ARRAY)
  {
   static_assert(std::is_trivially_copyable_v<T>, "only plain items have bytes");
   if(start < 0)
      return 0;
   if(count < 0)
      count = (int)(mql_file_left(handle) / sizeof(T));
   const size_t was = array.size();
   if(!array.grow((size_t)start + (size_t)count))
     {
      if(array.size() <= (size_t)start)
         return 0;
      count = (int)(array.size() - (size_t)start);
     }
   const uint got = mql_file_read(handle, array.data() + start, (uint)count * (uint)sizeof(T)) / (uint)sizeof(T);
   if((size_t)start + got > was || array.size() > was)
      if(!array.isFixed())
         array.resize((size_t)start + got > was ? (size_t)start + got : was);
   return got;
  }

template <class T> uint FileWriteStruct(int handle, const T &value, int size = -1)
  {
   static_assert(std::is_trivially_copyable_v<T>, "only a plain struct has bytes");
   return mql_file_write(handle, &value, size < 0 ? (uint)sizeof(T) : (uint)size);
  }

template <class T> uint FileReadStruct(int handle, T &value, int size = -1)
  {
   static_assert(std::is_trivially_copyable_v<T>, "only a plain struct has bytes");
   return mql_file_read(handle, &value, size < 0 ? (uint)sizeof(T) : (uint)size);
  }

template <class T> uint mql_file_write_number(int handle, T value) { return mql_file_write(handle, &value, (uint)sizeof(T)); }
template <class T> T mql_file_read_number(int handle)
  {
   T value = 0;
   return mql_file_read(handle, &value, (uint)sizeof(T)) == sizeof(T) ? value : T(0);
  }

inline uint FileWriteLong(int handle, mql_long value) { return mql_file_write_number(handle, value); }
inline uint FileWriteDouble(int handle, double value) { return mql_file_write_number(handle, value); }
inline uint FileWriteFloat(int handle, float value) { return mql_file_write_number(handle, value); }
uint FileWriteInteger(int handle, int value, int size = 4);
inline mql_long FileReadLong(int handle) { return mql_file_read_number<mql_long>(handle); }
inline double FileReadDouble(int handle) { return mql_file_read_number<double>(handle); }
inline float FileReadFloat(int handle) { return mql_file_read_number<float>(handle); }
int FileReadInteger(int handle, int size = 4);

/** A whole file at once, as MQL5's FileLoad and FileSave. */
mql_long mql_file_load(const string &file_name, std::string &bytes, int common_flag);
bool mql_file_save(const string &file_name, const void *bytes, size_t count, int common_flag);
template <class T> mql_long FileLoad(const string &file_name, MqlArray<T> &array, int common_flag = 0)
  {
   static_assert(std::is_trivially_copyable_v<T>, "only plain items have bytes");
   std::string bytes;
   if(mql_file_load(file_name, bytes, common_flag) < 0)
      return -1;
   if(!array.resize(bytes.size() / sizeof(T)))
      return -1;
   memcpy((void *)array.data(), bytes.data(), array.size() * sizeof(T));
   return (mql_long)array.size();
  }
template <class T> bool FileSave(const string &file_name, const MqlArray<T> &array, int common_flag = 0)
  {
   static_assert(std::is_trivially_copyable_v<T>, "only plain items have bytes");
   return mql_file_save(file_name, array.data(), array.size() * sizeof(T), common_flag);
  }

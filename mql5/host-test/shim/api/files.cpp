#include "files.h"

#include "../host/durable.h"
#include "../host/faults.h"
#include "../host/file.h"
#include "../host/last-error.h"
#include "../host/pipe.h"
#include "../host/port-calls.h"
#include "../host/sandbox.h"
#include "../host/settings.h"
#include "../host/slow-call.h"
#include "../host/statistics.h"
#include "../plat.h"

#include <algorithm>
#include <filesystem>
#include <map>

using namespace host;

namespace
{
struct OpenFile
  {
   std::string name;
   int flags;
   ushort delimiter;
   std::unique_ptr<File> file;
   std::unique_ptr<Pipe> pipe;
  };

// MQL5 gives handles from 1 and has 64 of them.
const int handlesMax = 64;
std::map<int, OpenFile> openFiles;

OpenFile *find(int handle)
  {
   const auto found = openFiles.find(handle);
   if(found != openFiles.end())
      return &found->second;
   setLastError(handle <= 0 || handle > handlesMax ? ERR_INVALID_FILEHANDLE : ERR_WRONG_FILEHANDLE);
   return nullptr;
  }

int freeHandle()
  {
   for(int handle = 1; handle <= handlesMax; handle++)
      if(openFiles.find(handle) == openFiles.end())
         return handle;
   setLastError(ERR_TOO_MANY_FILES);
   return INVALID_HANDLE;
  }

int openPipe(const std::string &name, int flags)
  {
   const std::string ownName = name.substr(strlen(pipePrefix));
   PortCall call("PipeOpen", ownName);
   const int pipe = plat::openPipe(ownName, settings().pipes);
   if(pipe < 0)
     {
      setLastError(ERR_CANNOT_OPEN_FILE);
      return INVALID_HANDLE;
     }
   statistics.pipesOpened++;
   const int handle = freeHandle();
   if(handle == INVALID_HANDLE)
      plat::closePipe(pipe);
   else
      openFiles[handle] = {ownName, flags, 0, nullptr, std::make_unique<Pipe>(pipe)};
   return handle;
  }

int openFile(const string &name, int flags, ushort delimiter)
  {
   const std::string path = sandboxPath(name, (flags & FILE_COMMON) != 0);
   if(path.empty())
      return INVALID_HANDLE;
   PortCall call("FileOpen", name.u8());
   const bool reads = (flags & FILE_READ) != 0, writes = (flags & FILE_WRITE) != 0;
   std::error_code none;
   const bool isThere = std::filesystem::exists(path, none);
   if(!writes && !isThere)
     {
      setLastError(reads ? ERR_FILE_NOT_EXIST : ERR_INVALID_PARAMETER);
      return INVALID_HANDLE;
     }
   // MQL5 makes the folders of a file that it writes.
   if(writes)
      std::filesystem::create_directories(std::filesystem::path(path).parent_path(), none);
   const bool isCut = writes && !reads;
   const char *mode = !writes ? "rb" : isCut || !isThere ? "w+b" : "r+b";
   const bool isExclusive = (flags & (FILE_SHARE_READ | FILE_SHARE_WRITE)) == 0;
   FILE *file = plat::openFile(path, mode, isExclusive);
   if(file == nullptr)
     {
      setLastError(ERR_CANNOT_OPEN_FILE);
      return INVALID_HANDLE;
     }
   durable::opened(path, isCut);
   const int handle = freeHandle();
   if(handle == INVALID_HANDLE)
      fclose(file);
   else
      openFiles[handle] = {name.u8(), flags, delimiter, std::make_unique<File>(file, path), nullptr};
   return handle;
  }
}

int FileOpen(const string &file_name, int open_flags, short delimiter, uint)
  {
   if(faults::strikes(Fault::FailFileOpen, file_name.u8()))
     {
      setLastError((int)faults::argument(Fault::FailFileOpen, ERR_CANNOT_OPEN_FILE));
      return INVALID_HANDLE;
     }
   return isPipe(file_name) ? openPipe(file_name.u8(), open_flags) : openFile(file_name, open_flags, (ushort)delimiter);
  }

void FileClose(int handle)
  {
   OpenFile *open = find(handle);
   if(open == nullptr)
      return;
   PortCall call(open->pipe ? "PipeClose" : "FileClose", open->name);
   openFiles.erase(handle);
  }

ulong FileSize(int handle)
  {
   OpenFile *open = find(handle);
   if(open == nullptr)
      return 0;
   if(open->file)
      return (ulong)open->file->size();
   const long long available = open->pipe->available();
   if(available >= 0)
      return (ulong)available;
   setLastError(ERR_FILE_READERROR);
   return 0;
  }

ulong FileTell(int handle)
  {
   OpenFile *open = find(handle);
   return open == nullptr || open->pipe ? 0 : (ulong)open->file->position();
  }

bool FileSeek(int handle, mql_long offset, ENUM_FILE_POSITION origin)
  {
   OpenFile *open = find(handle);
   if(open == nullptr)
      return false;
   if(open->pipe)
     {
      open->pipe->turn();
      return true;
     }
   const long long from = origin == SEEK_SET ? 0 : origin == SEEK_CUR ? open->file->position() : open->file->size();
   if(from + offset < 0)
      return refuse(ERR_INVALID_PARAMETER);
   open->file->seek(from + offset);
   return true;
  }

void FileFlush(int handle)
  {
   OpenFile *open = find(handle);
   if(open == nullptr)
      return;
   if(open->pipe)
     {
      open->pipe->flush();
      return;
     }
   PortCall call("FileFlush", open->name);
   slowCall();
   if(faults::strikes(Fault::FailFileFlush, open->name))
      setLastError((int)faults::argument(Fault::FailFileFlush, ERR_FILE_WRITEERROR));
   else if(!open->file->flush())
      setLastError(ERR_FILE_WRITEERROR);
  }

uint mql_file_left(int handle)
  {
   OpenFile *open = find(handle);
   if(open == nullptr)
      return 0;
   if(open->pipe)
      return (uint)FileSize(handle);
   const long long left = open->file->size() - open->file->position();
   return left > 0 ? (uint)left : 0;
  }

bool FileIsEnding(int handle) { return mql_file_left(handle) == 0; }

uint mql_file_read(int handle, void *bytes, uint count)
  {
   OpenFile *open = find(handle);
   if(open == nullptr)
      return 0;
   if((open->flags & FILE_READ) == 0)
     {
      setLastError(ERR_FILE_NOTTOREAD);
      return 0;
     }
   PortCall call(open->pipe ? "PipeRead" : "FileRead", open->name);
   const size_t got = open->pipe ? open->pipe->read(bytes, count) : open->file->read(bytes, count);
   if(got < count)
      setLastError(open->pipe ? ERR_FILE_READERROR : ERR_FILE_ENDOFFILE);
   return (uint)got;
  }

/** A disk that is full takes a part of the write, or nothing. */
static uint writeToFile(OpenFile &open, const void *bytes, uint count)
  {
   const bool isFull = faults::strikes(Fault::FailFileWrite, open.name);
   const uint taken = isFull ? std::min((uint)faults::argument(Fault::FailFileWrite, 0), count - 1) : count;
   return (uint)open.file->write(bytes, taken);
  }

uint mql_file_write(int handle, const void *bytes, uint count)
  {
   OpenFile *open = find(handle);
   if(open == nullptr)
      return 0;
   if((open->flags & FILE_WRITE) == 0)
     {
      setLastError(ERR_FILE_NOTTOWRITE);
      return 0;
     }
   PortCall call(open->pipe ? "PipeWrite" : "FileWrite", open->name);
   const uint written = open->pipe ? (open->pipe->write(bytes, count) ? count : 0) : writeToFile(*open, bytes, count);
   if(written < count)
      setLastError(ERR_FILE_WRITEERROR);
   return written;
  }

namespace
{
bool isText(const OpenFile &open) { return (open.flags & (FILE_TXT | FILE_CSV)) != 0; }
bool isAnsi(const OpenFile &open) { return (open.flags & FILE_ANSI) != 0; }

std::string encoded(const OpenFile &open, const string &text)
  {
   if(isAnsi(open))
      return text.u8();
   return std::string((const char *)text.s.data(), text.s.size() * sizeof(char16_t));
  }

string decoded(const OpenFile &open, const std::string &bytes)
  {
   if(isAnsi(open))
      return string::utf8(bytes);
   std::u16string text(bytes.size() / sizeof(char16_t), 0);
   memcpy(text.data(), bytes.data(), text.size() * sizeof(char16_t));
   return string(text);
  }
}

uint FileWriteString(int handle, const string &text, int length)
  {
   OpenFile *open = find(handle);
   if(open == nullptr)
      return 0;
   const string part = length < 0 || length >= StringLen(text) ? text : StringSubstr(text, 0, length);
   std::string bytes = encoded(*open, part);
   // In a binary file the rest of the asked length is filled up with zeros.
   if(!isText(*open) && length > StringLen(text))
      bytes.resize((size_t)length * (isAnsi(*open) ? 1 : 2));
   return mql_file_write(handle, bytes.data(), (uint)bytes.size());
  }

string FileReadString(int handle, int length)
  {
   OpenFile *open = find(handle);
   if(open == nullptr)
      return string(u"", 0);
   const size_t unit = isAnsi(*open) ? 1 : 2;
   if(!isText(*open))
     {
      std::string bytes(length < 0 ? mql_file_left(handle) : (size_t)length * unit, 0);
      bytes.resize(mql_file_read(handle, bytes.data(), (uint)bytes.size()));
      return decoded(*open, bytes);
     }
   // A line of text, or a field up to the delimiter.
   std::string bytes, one(unit, 0);
   while(mql_file_left(handle) >= unit && mql_file_read(handle, one.data(), (uint)unit) == unit)
     {
      const ushort code = unit == 1 ? (uchar)one[0] : (ushort)((uchar)one[0] | (uchar)one[1] << 8);
      if(code == '\n' || ((open->flags & FILE_CSV) != 0 && code == open->delimiter))
         break;
      if(code != '\r')
         bytes += one;
     }
   return decoded(*open, bytes);
  }

uint mql_file_write_parts(int handle, const MqlArray<string> &parts)
  {
   OpenFile *open = find(handle);
   if(open == nullptr)
      return 0;
   if(!isText(*open))
     {
      setLastError(ERR_FILE_NOTTXTORCSV);
      return 0;
     }
   string line(u"", 0);
   for(int i = 0; i < ArraySize(parts); i++)
     {
      if(i > 0 && (open->flags & FILE_CSV) != 0)
         line += string(std::u16string(1, open->delimiter));
      line += parts[i];
     }
   line += string(u"\r\n", 2);
   const std::string bytes = encoded(*open, line);
   return mql_file_write(handle, bytes.data(), (uint)bytes.size());
  }

uint FileWriteInteger(int handle, int value, int size) { return mql_file_write(handle, &value, (uint)size); }

int FileReadInteger(int handle, int size)
  {
   int value = 0;
   if(size == 2)
      return mql_file_read_number<short>(handle);
   if(size == 1)
      return mql_file_read_number<uchar>(handle);
   return mql_file_read(handle, &value, (uint)size) == (uint)size ? value : 0;
  }

mql_long FileGetInteger(int handle, ENUM_FILE_PROPERTY_INTEGER property)
  {
   OpenFile *open = find(handle);
   if(open == nullptr)
      return -1;
   switch(property)
     {
      case FILE_SIZE: return (mql_long)FileSize(handle);
      case FILE_POSITION: return (mql_long)FileTell(handle);
      case FILE_END: return FileIsEnding(handle);
      case FILE_IS_COMMON: return (open->flags & FILE_COMMON) != 0;
      case FILE_IS_TEXT: return (open->flags & FILE_TXT) != 0;
      case FILE_IS_BINARY: return (open->flags & FILE_BIN) != 0;
      case FILE_IS_CSV: return (open->flags & FILE_CSV) != 0;
      case FILE_IS_ANSI: return isAnsi(*open);
      case FILE_IS_READABLE: return (open->flags & FILE_READ) != 0;
      case FILE_IS_WRITABLE: return (open->flags & FILE_WRITE) != 0;
      default: setLastError(ERR_INVALID_PARAMETER); return -1;
     }
  }

mql_long FileGetInteger(const string &file_name, ENUM_FILE_PROPERTY_INTEGER property, bool common_folder)
  {
   const std::string path = sandboxPath(file_name, common_folder);
   std::error_code none;
   const bool isThere = !path.empty() && std::filesystem::is_regular_file(path, none);
   if(property == FILE_EXISTS)
      return isThere;
   if(property == FILE_SIZE && isThere)
      return (mql_long)std::filesystem::file_size(path, none);
   setLastError(isThere ? ERR_INVALID_PARAMETER : ERR_FILE_NOT_EXIST);
   return -1;
  }

mql_long mql_file_load(const string &file_name, std::string &bytes, int common_flag)
  {
   const int handle = FileOpen(file_name, FILE_READ | FILE_BIN | FILE_SHARE_READ | FILE_SHARE_WRITE | common_flag);
   if(handle == INVALID_HANDLE)
      return -1;
   bytes.resize(mql_file_left(handle));
   const uint got = mql_file_read(handle, bytes.data(), (uint)bytes.size());
   FileClose(handle);
   return got;
  }

bool mql_file_save(const string &file_name, const void *bytes, size_t count, int common_flag)
  {
   const int handle = FileOpen(file_name, FILE_WRITE | FILE_BIN | common_flag);
   if(handle == INVALID_HANDLE)
      return false;
   const bool isWritten = count == 0 || mql_file_write(handle, bytes, (uint)count) == count;
   FileClose(handle);
   return isWritten;
  }

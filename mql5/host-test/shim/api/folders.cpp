// Files by name: whether they are there, moving, deleting, listing.
#include "files.h"

#include "../host/durable.h"
#include "../host/faults.h"
#include "../host/last-error.h"
#include "../host/port-calls.h"
#include "../host/sandbox.h"

#include <algorithm>
#include <filesystem>
#include <map>

using namespace host;
namespace fs = std::filesystem;

namespace
{
bool isCommon(int flags) { return (flags & FILE_COMMON) != 0; }

/** Matches `*` and `?` without regard to case, as Windows does. */
bool isMatch(const char *name, const char *filter)
  {
   if(*filter == 0)
      return *name == 0;
   if(*filter == '*')
      return isMatch(name, filter + 1) || (*name != 0 && isMatch(name + 1, filter));
   return *name != 0 && (*filter == '?' || tolower((uchar)*filter) == tolower((uchar)*name)) && isMatch(name + 1, filter + 1);
  }

std::map<mql_long, std::vector<std::string>> searches;
}

bool FileIsExist(const string &file_name, int common_flag)
  {
   const std::string path = sandboxPath(file_name, isCommon(common_flag));
   if(path.empty())
      return false;
   std::error_code none;
   if(fs::is_regular_file(path, none))
      return true;
   return refuse(fs::is_directory(path, none) ? ERR_FILE_IS_DIRECTORY : ERR_FILE_NOT_EXIST);
  }

bool FileDelete(const string &file_name, int common_flag)
  {
   const std::string path = sandboxPath(file_name, isCommon(common_flag));
   if(path.empty())
      return false;
   PortCall call("FileDelete", file_name.u8());
   std::error_code problem;
   if(!fs::is_regular_file(path, problem))
      return refuse(ERR_FILE_NOT_EXIST);
   if(!fs::remove(path, problem))
      return refuse(ERR_CANNOT_DELETE_FILE);
   durable::removed(path);
   return true;
  }

bool FileMove(const string &src_file_name, int common_flag, const string &dst_file_name, int mode_flags)
  {
   const std::string from = sandboxPath(src_file_name, isCommon(common_flag)), to = sandboxPath(dst_file_name, isCommon(mode_flags));
   if(from.empty() || to.empty())
      return false;
   PortCall call("FileMove", dst_file_name.u8());
   if(faults::strikes(Fault::FailFileMove, dst_file_name.u8()))
      return refuse((int)faults::argument(Fault::FailFileMove, ERR_FILE_CANNOT_REWRITE));
   std::error_code problem;
   if(!fs::is_regular_file(from, problem))
      return refuse(ERR_FILE_NOT_EXIST);
   if(fs::exists(to, problem) && (mode_flags & FILE_REWRITE) == 0)
      return refuse(ERR_FILE_CANNOT_REWRITE);
   fs::create_directories(fs::path(to).parent_path(), problem);
   fs::rename(from, to, problem);
   if(problem)
      return refuse(ERR_FILE_CANNOT_REWRITE);
   durable::moved(from, to);
   return true;
  }

bool FileCopy(const string &src_file_name, int common_flag, const string &dst_file_name, int mode_flags)
  {
   const std::string from = sandboxPath(src_file_name, isCommon(common_flag)), to = sandboxPath(dst_file_name, isCommon(mode_flags));
   if(from.empty() || to.empty())
      return false;
   PortCall call("FileCopy", dst_file_name.u8());
   std::error_code problem;
   if(!fs::is_regular_file(from, problem))
      return refuse(ERR_FILE_NOT_EXIST);
   if(fs::exists(to, problem) && (mode_flags & FILE_REWRITE) == 0)
      return refuse(ERR_FILE_CANNOT_REWRITE);
   fs::create_directories(fs::path(to).parent_path(), problem);
   durable::opened(to, true);
   return fs::copy_file(from, to, fs::copy_options::overwrite_existing, problem) || refuse(ERR_FILE_CANNOT_REWRITE);
  }

bool FolderCreate(const string &folder_name, int common_flag)
  {
   const std::string path = sandboxPath(folder_name, isCommon(common_flag));
   if(path.empty())
      return false;
   PortCall call("FolderCreate", folder_name.u8());
   std::error_code problem;
   fs::create_directories(path, problem);
   return fs::is_directory(path, problem) || refuse(ERR_WRONG_DIRECTORYNAME);
  }

bool FolderDelete(const string &folder_name, int common_flag)
  {
   const std::string path = sandboxPath(folder_name, isCommon(common_flag));
   if(path.empty())
      return false;
   PortCall call("FolderDelete", folder_name.u8());
   std::error_code problem;
   // A folder that is not empty stays.
   return (fs::is_directory(path, problem) && fs::remove(path, problem)) || refuse(ERR_CANNOT_DELETE_DIRECTORY);
  }

bool FolderClean(const string &folder_name, int common_flag)
  {
   const std::string path = sandboxPath(folder_name, isCommon(common_flag));
   if(path.empty())
      return false;
   PortCall call("FolderClean", folder_name.u8());
   std::error_code problem;
   if(!fs::is_directory(path, problem))
      return refuse(ERR_DIRECTORY_NOT_EXIST);
   for(const fs::directory_entry &entry : fs::directory_iterator(path, problem))
     {
      durable::removed(entry.path().generic_string());
      fs::remove_all(entry.path(), problem);
     }
   return true;
  }

mql_long FileFindFirst(const string &file_filter, string &returned_filename, int common_flag)
  {
   const std::string path = sandboxPath(file_filter, isCommon(common_flag));
   if(path.empty())
      return INVALID_HANDLE;
   const std::string filter = fs::path(path).filename().generic_string();
   std::vector<std::string> names;
   std::error_code problem;
   for(const fs::directory_entry &entry : fs::directory_iterator(fs::path(path).parent_path(), problem))
     {
      const std::string name = entry.path().filename().generic_string();
      // A folder is shown with a backslash.
      if(isMatch(name.c_str(), filter.c_str()))
         names.push_back(entry.is_directory(problem) ? name + "\\" : name);
     }
   if(names.empty())
     {
      setLastError(ERR_FILE_NOT_EXIST);
      return INVALID_HANDLE;
     }
   std::sort(names.begin(), names.end(), std::greater<>());
   static mql_long last = 0;
   searches[++last] = names;
   FileFindNext(last, returned_filename);
   return last;
  }

bool FileFindNext(mql_long search_handle, string &returned_filename)
  {
   const auto found = searches.find(search_handle);
   if(found == searches.end())
      return refuse(ERR_INVALID_PARAMETER);
   if(found->second.empty())
      return false;
   returned_filename = string::utf8(found->second.back());
   found->second.pop_back();
   return true;
  }

void FileFindClose(mql_long search_handle) { searches.erase(search_handle); }

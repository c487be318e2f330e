# Compiler flags every target shares: warnings as errors, ccache, mold, the chosen sanitizers.
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # In depend mode it reads the compiler's own list of headers, where it would preprocess every file once more.
  set(CCACHE_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_DEPEND=1 ${CCACHE_PROGRAM})
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE_LAUNCHER})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_LAUNCHER})
endif()

add_library(presstime_flags INTERFACE)
target_compile_options(presstime_flags INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Werror -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual>
  $<$<COMPILE_LANGUAGE:CXX>:-Wno-missing-field-initializers>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 cannot see that an std::expected without a value has an error, and warns about every TRY it inlines.
  target_compile_options(presstime_flags INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-maybe-uninitialized>)
  # Optimised, it warns of memcpy beyond the end of the world for "x" + std::string (GCC bug 105651).
  target_compile_options(presstime_flags INTERFACE $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CONFIG:RelWithDebInfo>>:-Wno-restrict>)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # Deprecated is what libstdc++ 12 itself uses inside std::stable_sort.
  target_compile_options(presstime_flags INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-Wno-gnu-statement-expression-from-macro-expansion>
    $<$<COMPILE_LANGUAGE:CXX>:-Wno-gnu-statement-expression -Wno-deprecated-declarations>)
endif()
# RelWithDebInfo's -O2 with line tables only: readable stack traces, small objects.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")
set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-Og -g1")

if(PRESSTIME_SANITIZE)
  add_compile_options(-fsanitize=${PRESSTIME_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${PRESSTIME_SANITIZE})
endif()
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
endif()

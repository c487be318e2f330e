# What is used from outside, as targets. Debian packages are listed in packages.txt, npm parts in package.json.
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(date REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(CURL REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json)
find_package(yaml-cpp REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(PANGOCAIRO REQUIRED IMPORTED_TARGET pangocairo pangoft2 cairo cairo-pdf cairo-png fontconfig)
pkg_check_modules(HBSUBSET REQUIRED IMPORTED_TARGET harfbuzz-subset harfbuzz)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
find_package(ZLIB REQUIRED)
pkg_check_modules(DEFLATE REQUIRED IMPORTED_TARGET libdeflate)
pkg_check_modules(JPEG REQUIRED IMPORTED_TARGET libjpeg)
pkg_check_modules(QPDF REQUIRED IMPORTED_TARGET libqpdf)
pkg_check_modules(XLSXWRITER REQUIRED IMPORTED_TARGET xlsxwriter)
pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(EXPAT REQUIRED IMPORTED_TARGET expat)
pkg_check_modules(ARGON2 REQUIRED IMPORTED_TARGET libargon2)

set(NODE_MODULES ${CMAKE_SOURCE_DIR}/node_modules)

# SQLite from the amalgamation that better-sqlite3 carries (3.51.3 or newer has the WAL-reset fix).
add_library(sqlite3_amalgamation STATIC ${NODE_MODULES}/better-sqlite3/deps/sqlite3/sqlite3.c)
target_include_directories(sqlite3_amalgamation SYSTEM PUBLIC ${NODE_MODULES}/better-sqlite3/deps/sqlite3)
target_compile_definitions(sqlite3_amalgamation PRIVATE
  SQLITE_THREADSAFE=2 SQLITE_DQS=0 SQLITE_LIKE_DOESNT_MATCH_BLOBS
  SQLITE_OMIT_DEPRECATED SQLITE_OMIT_SHARED_CACHE SQLITE_ENABLE_COLUMN_METADATA SQLITE_ENABLE_DBSTAT_VTAB
  SQLITE_ENABLE_MATH_FUNCTIONS SQLITE_OMIT_LOAD_EXTENSION SQLITE_USE_ALLOCA)
target_compile_options(sqlite3_amalgamation PRIVATE -w)

# DuckDB: only its header at build time; the library is opened on first use (source/duckdb_api).
add_library(duckdb_header INTERFACE)
target_include_directories(duckdb_header SYSTEM INTERFACE ${NODE_MODULES}/duckdb/src/duckdb/src/include)
set(DUCKDB_LIBRARY ${NODE_MODULES}/@duckdb/node-bindings-linux-x64/libduckdb.so)

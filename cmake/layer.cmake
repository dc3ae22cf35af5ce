# assay_layer(NAME DEPENDS…): the static library of this folder, with every source and header below it.
# Sources are globbed, so none can be forgotten; each header must compile alone (target all_verify_interface_header_sets).
function(assay_layer name)
  cmake_parse_arguments(LAYER "" "" "EXCLUDE;DEPENDS;LIBRARIES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cpp)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS *.h)
  foreach(pattern IN LISTS LAYER_EXCLUDE)
    list(FILTER sources EXCLUDE REGEX "${pattern}")
    list(FILTER headers EXCLUDE REGEX "${pattern}")
  endforeach()
  add_library(assay_${name} STATIC ${sources})
  target_sources(assay_${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${headers})
  target_link_libraries(assay_${name} PUBLIC ${LAYER_DEPENDS} PRIVATE assay_warnings ${LAYER_LIBRARIES})
  assay_precompile(assay_${name})
endfunction()

# assay_precompile(TARGET [HEADER…]): with Clang, which CI takes for the sanitizers, the standard headers are compiled once:
# reading them is a third to a half of compiling a source. Not with GCC: there it gains little, and clang-tidy, which takes
# its flags from that build, cannot read GCC's compiled headers.
function(assay_precompile target)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    target_precompile_headers(${target} PRIVATE <algorithm> <array> <cstdint> <functional> <map> <memory> <optional> <set>
      <span> <string> <string_view> <utility> <variant> <vector> ${ARGN})
    target_compile_options(${target} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")  # so that ccache can keep what is made with it
  endif()
endfunction()

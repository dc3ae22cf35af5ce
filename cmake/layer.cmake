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
endfunction()

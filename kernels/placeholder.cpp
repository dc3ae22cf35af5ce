// Keeps the library from being empty until its first source.
namespace assay {
extern const int kkernelsPlaceholder;
const int kkernelsPlaceholder = 0;
}  // namespace assay

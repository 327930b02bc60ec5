using System.Runtime.CompilerServices;

// SchemaShape.Create is internal; see docs/persistence.md.
[assembly: IgnoresAccessChecksTo("Microsoft.ML.Core")]

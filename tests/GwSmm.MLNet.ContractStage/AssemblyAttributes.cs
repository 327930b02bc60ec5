using System.Runtime.CompilerServices;
using GwSmm.MLNet.ContractStage;
using Microsoft.ML;
using Microsoft.ML.Runtime;

[assembly: IgnoresAccessChecksTo("Microsoft.ML.Core")]
[assembly: LoadableClass(typeof(TextLengthTransformer), null, typeof(SignatureLoadModel), "Text length", TextLengthTransformer.LoaderSignature)]

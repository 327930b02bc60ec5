using System.Runtime.CompilerServices;
using GwSmm.MLNet;
using Microsoft.ML;

[assembly: IgnoresAccessChecksTo("Microsoft.ML.Core")]
[assembly: LoadableClass(
    typeof(TextScorerTransformer), null, typeof(SignatureLoadModel), "GwSmm text scorer", TextScorerTransformer.LoaderSignature)]
[assembly: LoadableClass(
    typeof(MultiHeadTransformer), null, typeof(SignatureLoadModel), "GwSmm multi-head scorer", MultiHeadTransformer.LoaderSignature)]

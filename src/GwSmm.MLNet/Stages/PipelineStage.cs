using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet;

/// <summary>A stage of a fitted pipeline.</summary>
/// <param name="Transformer">The stage.</param>
/// <param name="Scope">When it is used.</param>
internal readonly record struct PipelineStage(ITransformer Transformer, TransformerScope Scope)
{
    private static readonly TransformerScope[] Scopes = [TransformerScope.Training, TransformerScope.Testing, TransformerScope.Scoring];
    private static readonly MethodInfo UnchainMethod = typeof(PipelineStage).GetMethod(nameof(Unchain), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>The stages of a fitted pipeline in order, chains within chains opened.</summary>
    public static IReadOnlyList<PipelineStage> Flatten(ITransformer fitted) => [.. Flatten(new PipelineStage(fitted, TransformerScope.Everything))];

    private static IEnumerable<PipelineStage> Flatten(PipelineStage stage)
    {
        var type = stage.Transformer.GetType();
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(TransformerChain<>))
        {
            return [stage];
        }

        var inner = (IEnumerable<PipelineStage>)UnchainMethod.MakeGenericMethod(type.GetGenericArguments()).Invoke(null, [stage.Transformer])!;
        return inner.SelectMany(part => Flatten(part with { Scope = part.Scope & stage.Scope }));
    }

    // A chain does not show the scopes of its stages, but it can be asked for the stages of a scope.
    private static List<PipelineStage> Unchain<TLast>(TransformerChain<TLast> chain)
        where TLast : class, ITransformer
    {
        var members = Scopes.Select(scope => (scope, stages: chain.GetModelFor(scope).ToHashSet(ReferenceEqualityComparer.Instance))).ToArray();
        return [.. chain.Select(stage => new PipelineStage(
            stage, members.Where(member => member.stages.Contains(stage)).Aggregate(TransformerScope.None, (all, member) => all | member.scope)))];
    }
}

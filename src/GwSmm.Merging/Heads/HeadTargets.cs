using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>The targets of responses in the order of a head's labels.</summary>
internal static class HeadTargets
{
    /// <summary>Maps labels by name.</summary>
    /// <param name="head">The head.</param>
    /// <param name="responses">The responses [n].</param>
    /// <returns>0 or 1 [n, labels of the head].</returns>
    /// <exception cref="GwSmmException">The kinds differ, or the responses have a label that the head has not.</exception>
    public static double[] Create(ScoringHead head, ResponseSet responses)
    {
        if (head.Kind != responses.Kind)
        {
            throw new GwSmmException($"Item '{responses.Item}' has a {head.Kind} head, but its responses are {responses.Kind}. Give the kind of labels that the model was trained on.");
        }

        var index = new int[responses.Labels.Count];
        for (var l = 0; l < index.Length; l++)
        {
            index[l] = head.Labels.ToList().IndexOf(responses.Labels[l]);
            if (index[l] < 0)
            {
                throw new GwSmmException(
                    $"Item '{responses.Item}' has responses with the label '{responses.Labels[l]}', but its head knows {string.Join(", ", head.Labels.Select(label => $"'{label}'"))}. Correct the label or train the item again.");
            }
        }

        var targets = new double[responses.Count * head.Labels.Count];
        for (var i = 0; i < responses.Count; i++)
        {
            for (var l = 0; l < index.Length; l++)
            {
                var set = responses.Kind == HeadKind.MultiClass ? responses.Classes[i] == l : responses.Flags[(i * index.Length) + l];
                targets[(i * head.Labels.Count) + index[l]] = set ? 1 : 0;
            }
        }

        return targets;
    }
}

using System.Runtime.InteropServices;
using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>Tensors that several groups have, bit by bit: stored once, as <c>{name}#{number}</c>. Immutable.</summary>
internal sealed class SharedTensors
{
    private readonly Dictionary<Tensor, string> _names = new(ReferenceEqualityComparer.Instance);
    private readonly List<Tensor> _stored = [];

    /// <summary>Compares the encoders of groups.</summary>
    /// <param name="groups">The groups; their encoders have the same tensors.</param>
    public SharedTensors(IReadOnlyList<MergedGroup> groups)
    {
        foreach (var name in groups.Count == 0 ? [] : groups[0].Weights.Tensors.Select(tensor => tensor.Name))
        {
            var classes = new List<List<Tensor>>();
            foreach (var tensor in groups.Select(group => group.Weights[name]))
            {
                if (classes.Find(known => Same(known[0], tensor)) is { } known)
                {
                    known.Add(tensor);
                }
                else
                {
                    classes.Add([tensor]);
                }
            }

            ByteCount += classes.Sum(known => sizeof(float) * known[0].Data.LongLength);
            var shared = classes.Where(known => known.Count > 1).ToArray();
            for (var i = 0; i < shared.Length; i++)
            {
                var stored = new Tensor($"{name}#{i}", shared[i][0].Shape, shared[i][0].Data);
                _stored.Add(stored);
                shared[i].ForEach(tensor => _names[tensor] = stored.Name);
            }
        }
    }

    /// <summary>Bytes of all encoders, what they share counted once.</summary>
    public long ByteCount { get; }

    /// <summary>What is stored once.</summary>
    public IReadOnlyList<Tensor> Stored => _stored;

    /// <summary>The tensors of a group that no other has.</summary>
    public IEnumerable<Tensor> OwnOf(MergedGroup group) => group.Weights.Tensors.Where(tensor => !_names.ContainsKey(tensor));

    /// <summary>The names in <see cref="Stored"/> of the other tensors of a group.</summary>
    public IReadOnlyList<string> SharedOf(MergedGroup group) => [.. group.Weights.Tensors.Where(_names.ContainsKey).Select(tensor => _names[tensor])];

    /// <summary>A tensor that is stored once, under the name that it has in an encoder and over the same array.</summary>
    public static Tensor Restore(Tensor stored) => new(stored.Name[..stored.Name.LastIndexOf('#')], stored.Shape, stored.Data);

    private static bool Same(Tensor a, Tensor b) =>
        ReferenceEquals(a.Data, b.Data) || MemoryMarshal.AsBytes(a.Data.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(b.Data.AsSpan()));
}

using System.Runtime.InteropServices;

namespace GwSmm.Encoders;

/// <summary>
/// Token numbers of many sequences, end to end in blocks that different threads may fill. Grows and is then reused; apart from that not
/// thread-safe.
/// </summary>
internal sealed class TokenSequences
{
    /// <summary>Sequences of a block; the last one may have fewer.</summary>
    public const int BlockSize = 64;

    private readonly List<Block> _blocks = [];

    /// <summary>Sequences.</summary>
    public int Count { get; private set; }

    /// <summary>Blocks that hold them.</summary>
    public int BlockCount => (Count + BlockSize - 1) / BlockSize;

    /// <summary>The tokens of a sequence.</summary>
    public ReadOnlySpan<int> this[int sequence] => _blocks[sequence / BlockSize][sequence % BlockSize];

    /// <summary>Makes room for sequences; those of before are gone once <see cref="Begin"/> was called for every block.</summary>
    public void Reserve(int count)
    {
        Count = count;
        while (_blocks.Count < BlockCount)
        {
            _blocks.Add(new Block());
        }
    }

    /// <summary>Empties a block, whose sequences are then to be added in order.</summary>
    /// <param name="number">The block.</param>
    public Block Begin(int number)
    {
        _blocks[number].Clear();
        return _blocks[number];
    }

    /// <summary>Takes sequences.</summary>
    public void Load(IReadOnlyList<int[]> sequences)
    {
        Reserve(sequences.Count);
        for (var number = 0; number < BlockCount; number++)
        {
            var block = Begin(number);
            for (var i = number * BlockSize; i < Math.Min(Count, (number + 1) * BlockSize); i++)
            {
                block.Tokens.AddRange(sequences[i].AsSpan());
                block.EndSequence();
            }
        }
    }

    /// <summary>Some neighbouring sequences.</summary>
    internal sealed class Block
    {
        private readonly int[] _ends = new int[BlockSize];
        private int _count;

        /// <summary>The tokens of all of them; those of the next sequence are added here.</summary>
        public List<int> Tokens { get; } = [];

        /// <summary>The tokens of a sequence.</summary>
        public ReadOnlySpan<int> this[int sequence]
        {
            get
            {
                var start = sequence == 0 ? 0 : _ends[sequence - 1];
                return CollectionsMarshal.AsSpan(Tokens)[start.._ends[sequence]];
            }
        }

        /// <summary>Ends the sequence whose tokens were added.</summary>
        public void EndSequence() => _ends[_count++] = Tokens.Count;

        /// <summary>Removes all sequences.</summary>
        public void Clear()
        {
            Tokens.Clear();
            _count = 0;
        }
    }
}

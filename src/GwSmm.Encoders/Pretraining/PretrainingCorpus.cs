using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>Documents as token sequences, split into a training and a held-out part.</summary>
internal sealed class PretrainingCorpus
{
    private const ulong Whole = 1UL << 32;

    private PretrainingCorpus(int[][] training, int[][] heldOut, int heldOutDocuments, long overlongWords, long[] frequencies)
    {
        Training = training;
        HeldOut = heldOut;
        HeldOutDocuments = heldOutDocuments;
        OverlongWords = overlongWords;
        Frequencies = frequencies;
    }

    /// <summary>Sequences to train on, [CLS] and [SEP] included.</summary>
    public int[][] Training { get; }

    /// <summary>Sequences held out, longest first.</summary>
    public int[][] HeldOut { get; }

    /// <summary>Documents held out.</summary>
    public int HeldOutDocuments { get; }

    /// <summary>Words of all documents that became the unknown token because of their length.</summary>
    public long OverlongWords { get; }

    /// <summary>How often each token occurs in the training sequences, special tokens not counted [vocabulary].</summary>
    public long[] Frequencies { get; }

    /// <summary>Tokenises documents.</summary>
    /// <param name="text">The documents.</param>
    /// <param name="tokenizer">How to cut them into tokens.</param>
    /// <param name="vocabularySize">Rows of the word embedding.</param>
    /// <param name="options">Length of sequences and share held out.</param>
    /// <param name="cancellationToken">Looked at before every document.</param>
    /// <exception cref="GwSmmException">There is nothing to train on, or nothing to measure by.</exception>
    public static PretrainingCorpus Make(PretrainingText text, TextTokenizer tokenizer, int vocabularySize, PretrainingOptions options, CancellationToken cancellationToken)
    {
        var parts = new int[text.Documents.Count][][];
        var overlong = 0L;
        Threads.For(parts.Length, options.Threads, i =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            var tokens = tokenizer.Tokenize(text.Documents[i], int.MaxValue);
            parts[i] = Cut(tokens.Ids, options.MaxTokens);
            Interlocked.Add(ref overlong, tokens.OverlongWords);
        });
        var (training, heldOut, heldDocuments) = (new List<int[]>(), new List<int[]>(), 0);
        for (var i = 0; i < parts.Length; i++)
        {
            var isHeld = IsHeldOut(text.Documents[i], options.HeldOutFraction);
            (isHeld ? heldOut : training).AddRange(parts[i]);
            heldDocuments += isHeld ? 1 : 0;
        }

        if (training.Count == 0 || (heldOut.Count == 0 && options.HeldOutFraction > 0))
        {
            throw new GwSmmException(
                $"Text '{text.Source}' with {parts.Length} documents leaves {training.Count} sequences to train on and {heldOut.Count} held out. Give more documents, one per line, or change PretrainingOptions.HeldOutFraction (now {options.HeldOutFraction}; 0 holds none out).");
        }

        var frequencies = new long[vocabularySize];
        foreach (var sequence in training)
        {
            foreach (var id in sequence.AsSpan(1, sequence.Length - 2))
            {
                frequencies[id]++;
            }
        }

        return new PretrainingCorpus([.. training], [.. heldOut.OrderByDescending(sequence => sequence.Length)], heldDocuments, overlong, frequencies);
    }

    /// <summary>The same sequences with the numbers of a smaller vocabulary.</summary>
    public PretrainingCorpus Renumber(CompactVocabulary vocabulary) => new(
        Array.ConvertAll(Training, vocabulary.Renumber), Array.ConvertAll(HeldOut, vocabulary.Renumber), HeldOutDocuments, OverlongWords, vocabulary.Extract<long>(Frequencies));

    /// <summary>Whether a document is held out: a function of its text alone, so that a document that occurs twice is never on both sides.</summary>
    public static bool IsHeldOut(string document, double fraction) => (DeterministicRandom.Derive(0, document) >> 32) < fraction * Whole;

    /// <summary>Cuts the tokens of a document, [CLS] and [SEP] at their ends, into sequences that have them too; the last may be shorter than the others.</summary>
    public static int[][] Cut(int[] document, int maxTokens)
    {
        var (tokens, step) = (document.Length - 2, maxTokens - 2);
        var sequences = new int[(tokens + step - 1) / step][];
        for (var i = 0; i < sequences.Length; i++)
        {
            sequences[i] = [document[0], .. document.AsSpan(1 + (i * step), Math.Min(step, tokens - (i * step))), document[^1]];
        }

        return sequences;
    }
}

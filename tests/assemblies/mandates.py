from members.models import Member
from rotation.models import Mandate, PostTerms


class Mandates:
    def authenticate(self, request, **credentials):
        return None

    def get_user(self, pk):
        return Member.objects.filter(pk=pk).first()

    def has_perm(self, user, perm, obj=None):
        posts = Mandate.objects.filter(member=user).values("post")
        return any(perm in terms.powers for terms in PostTerms.objects.filter(post__in=posts))
